#include "run/flow_system.hpp"

#include <limits>
#include <vector>

#include <fmt/format.h>

namespace engram::run {

namespace {

class FlowTrajectory : public Trajectory {
 public:
  FlowTrajectory(const Model& model, const OffersFlow& flow, const Integrator& integrator,
                 const ConstMatrixView& patterns)
      : units_(model.units()),
        states_(model.state_size(), patterns.cols()),
        flow_(flow.flow(patterns.cols())),
        stepper_(integrator.stepper(*flow_, model.state_size(), patterns.cols())),
        diverged_(static_cast<std::size_t>(patterns.cols()), false) {
    model.start(patterns, states_);
  }

  void advance_to(double time) override {
    if (time < time_) {
      throw std::logic_error(fmt::format("a trajectory at {} s cannot go back to {} s", time_, time));
    }
    stepper_->advance(time_, time, states_);
    note_divergences(time);
    time_ = time;
  }

  [[nodiscard]] ConstMatrixView values() const override { return states_.topRows(units_); }
  [[nodiscard]] const std::vector<Divergence>& divergences() const override { return divergences_; }

 private:
  void note_divergences(double time) {
    for (Index trial = 0; trial < states_.cols(); ++trial) {
      if (!diverged_[static_cast<std::size_t>(trial)] && !states_.col(trial).allFinite()) {
        diverged_[static_cast<std::size_t>(trial)] = true;
        divergences_.push_back({trial, time_, time});
        // Some entries may still be finite; none of them means anything any more.
        states_.col(trial).setConstant(std::numeric_limits<double>::quiet_NaN());
      }
    }
  }

  Index units_;
  Matrix states_;
  std::unique_ptr<Flow> flow_;
  std::unique_ptr<Stepper> stepper_;
  double time_ = 0.0;
  std::vector<bool> diverged_;
  std::vector<Divergence> divergences_;
};

}  // namespace

FlowSystem::FlowSystem(const Model& model, const Integrator& integrator, Matrix memories)
    : model_(model),
      flow_(dynamic_cast<const OffersFlow&>(model)),
      integrator_(integrator),
      memories_(std::move(memories)) {}

std::unique_ptr<Trajectory> FlowSystem::start(const ConstMatrixView& patterns) const {
  return std::make_unique<FlowTrajectory>(model_, flow_, integrator_, patterns);
}

}  // namespace engram::run
