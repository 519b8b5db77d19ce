// A network whose equation one can solve in the head, for tests of analyses.
#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include <engram/analysis.hpp>

namespace engram::test {

/// Every value shrinks to zero as exp(-t); a trial whose first value is large becomes infinite immediately.
class ShrinkingTrajectory : public Trajectory {
 public:
  explicit ShrinkingTrajectory(const ConstMatrixView& patterns) : start_(patterns), values_(patterns) {}
  void advance_to(double time) override {
    values_ = start_ * std::exp(-time);
    for (Index trial = 0; trial < values_.cols() && time > 0.0; ++trial) {
      if (start_(0, trial) > 100.0) {
        if (divergences_.empty()) {
          divergences_.push_back({trial, 0.0, time});
        }
        values_.col(trial).setConstant(std::numeric_limits<double>::quiet_NaN());
      }
    }
  }
  [[nodiscard]] ConstMatrixView values() const override { return values_; }
  [[nodiscard]] ConstMatrixView states() const override { return values_; }
  [[nodiscard]] const std::vector<Divergence>& divergences() const override { return divergences_; }

 private:
  Matrix start_, values_;
  std::vector<Divergence> divergences_;
};

/// Offers an energy, the sum of all values, and no other facet.
class ShrinkingSystem : public System {
 public:
  explicit ShrinkingSystem(Matrix memories) : memories_(std::move(memories)) {}
  [[nodiscard]] Index units() const override { return memories_.rows(); }
  [[nodiscard]] Index state_size() const override { return memories_.rows(); }
  [[nodiscard]] std::vector<Index> layers() const override { return {memories_.rows()}; }
  [[nodiscard]] const Patterns& memories() const override { return memories_; }
  [[nodiscard]] std::string_view time_unit() const override { return "s"; }
  [[nodiscard]] bool offers(Facet facet) const override { return facet == OffersEnergy::facet; }
  [[nodiscard]] std::unique_ptr<Trajectory> start(const ConstMatrixView& patterns, const RandomStreams& /*random*/,
                                                  const Mask& /*held*/) const override {
    return std::make_unique<ShrinkingTrajectory>(patterns);
  }
  [[nodiscard]] std::unique_ptr<PairedTrajectory> start_pairs(const ConstMatrixView& /*patterns*/,
                                                              const RandomStreams& /*random*/) const override {
    throw std::logic_error("no pairs");
  }
  void initial_states(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  [[nodiscard]] std::unique_ptr<System> taught(Patterns /*patterns*/,
                                               const RandomStreams& /*random*/) const override {
    throw std::logic_error("it does not learn");
  }
  [[nodiscard]] std::unique_ptr<Flow> flow(Index /*trials*/) const override { throw std::logic_error("no flow"); }
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    energies = states.colwise().sum().transpose();
  }
  [[nodiscard]] std::unique_ptr<ReducedSpectrum> reduced_spectrum() const override {
    throw std::logic_error("no spectrum");
  }
  void jacobian(const ConstVectorView& /*state*/, MatrixView /*jacobian*/) const override {
    throw std::logic_error("no Jacobian");
  }

 private:
  Patterns memories_;
};

}  // namespace engram::test
