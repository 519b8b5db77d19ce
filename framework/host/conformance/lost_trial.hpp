// A system whose first trial becomes NaN as soon as it moves.
#pragma once

#include <complex>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <engram/analysis.hpp>

namespace engram::conformance {

class LostTrial : public Trajectory {
 public:
  LostTrial(std::unique_ptr<Trajectory> whole, bool& was_started)
      : whole_(std::move(whole)), values_(whole_->values()), states_(whole_->states()) {
    was_started = true;
  }

  void advance_to(double time) override {
    whole_->advance_to(time);
    values_ = whole_->values();
    states_ = whole_->states();
    if (time > 0.0) {
      lose(time);
    }
  }
  [[nodiscard]] ConstMatrixView values() const override { return values_; }
  [[nodiscard]] ConstMatrixView states() const override { return states_; }
  [[nodiscard]] const std::vector<Divergence>& divergences() const override { return divergences_; }

 private:
  void lose(double time) {
    if (values_.cols() == 0) {
      return;
    }
    if (divergences_.empty()) {
      divergences_.push_back({0, 0.0, time});
    }
    values_.col(0).setConstant(std::numeric_limits<double>::quiet_NaN());
    states_.col(0).setConstant(std::numeric_limits<double>::quiet_NaN());
  }

  std::unique_ptr<Trajectory> whole_;
  Matrix values_;
  Matrix states_;
  std::vector<Divergence> divergences_;
};

/// The same for a batch with companions.
class LostPair : public PairedTrajectory {
 public:
  LostPair(std::unique_ptr<PairedTrajectory> whole, bool& was_started)
      : whole_(std::move(whole)),
        values_(whole_->values()),
        states_(whole_->states()),
        companions_(whole_->companions()) {
    was_started = true;
  }

  void advance_to(double time) override {
    whole_->advance_to(time);
    values_ = whole_->values();
    states_ = whole_->states();
    companions_ = whole_->companions();
    if (time > 0.0 && values_.cols() > 0) {
      if (divergences_.empty()) {
        divergences_.push_back({0, 0.0, time});
      }
      for (Matrix* columns : {&values_, &states_, &companions_}) {
        columns->col(0).setConstant(std::numeric_limits<double>::quiet_NaN());
      }
    }
  }
  [[nodiscard]] ConstMatrixView values() const override { return values_; }
  [[nodiscard]] ConstMatrixView states() const override { return states_; }
  [[nodiscard]] ConstMatrixView companions() const override { return companions_; }
  void put_companions(const ConstMatrixView& states) override { whole_->put_companions(states); }
  [[nodiscard]] const std::vector<Divergence>& divergences() const override { return divergences_; }

 private:
  std::unique_ptr<PairedTrajectory> whole_;
  Matrix values_;
  Matrix states_;
  Matrix companions_;
  std::vector<Divergence> divergences_;
};

/// Refers to the wrapped system, which must outlive it.
class LostTrialSystem : public System {
 public:
  explicit LostTrialSystem(const System& whole) : whole_(whole) {}
  LostTrialSystem(std::unique_ptr<System> owned, bool& was_started)
      : owned_(std::move(owned)), whole_(*owned_), started_(was_started) {}

  [[nodiscard]] bool was_started() const { return started_; }

  [[nodiscard]] Index units() const override { return whole_.units(); }
  [[nodiscard]] Index state_size() const override { return whole_.state_size(); }
  [[nodiscard]] std::vector<Index> layers() const override { return whole_.layers(); }
  [[nodiscard]] const Patterns& memories() const override { return whole_.memories(); }
  [[nodiscard]] std::string_view time_unit() const override { return whole_.time_unit(); }
  [[nodiscard]] bool offers(Facet facet) const override { return whole_.offers(facet); }
  [[nodiscard]] std::unique_ptr<Trajectory> start(const ConstMatrixView& patterns, const RandomStreams& random,
                                                  const Mask& held) const override {
    return std::make_unique<LostTrial>(whole_.start(patterns, random, held), started_);
  }
  [[nodiscard]] std::unique_ptr<PairedTrajectory> start_pairs(const ConstMatrixView& patterns,
                                                              const RandomStreams& random) const override {
    return std::make_unique<LostPair>(whole_.start_pairs(patterns, random), started_);
  }
  void initial_states(const ConstMatrixView& patterns, MatrixView states) const override {
    whole_.initial_states(patterns, states);
  }
  [[nodiscard]] std::unique_ptr<System> taught(Patterns patterns, const RandomStreams& random) const override {
    return std::make_unique<LostTrialSystem>(whole_.taught(std::move(patterns), random), started_);
  }
  [[nodiscard]] std::unique_ptr<Flow> flow(Index trials) const override { return whole_.flow(trials); }
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    whole_.energies(states, energies);
  }
  [[nodiscard]] std::unique_ptr<ReducedSpectrum> reduced_spectrum() const override {
    return whole_.reduced_spectrum();
  }
  void jacobian(const ConstVectorView& state, MatrixView jacobian) const override {
    whole_.jacobian(state, jacobian);
  }
  [[nodiscard]] std::optional<std::complex<double>> step_factor(std::complex<double> lambda) const override {
    return whole_.step_factor(lambda);
  }

 private:
  std::unique_ptr<System> owned_;
  const System& whole_;
  mutable bool own_started_ = false;
  bool& started_ = own_started_;
};

}  // namespace engram::conformance
