#include "run/trajectories.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "system/stop.hpp"

namespace engram::run {

namespace {

/// The states of a batch and the trials among them that left the finite numbers.
class Batch : public Trajectory {
 public:
  Batch(const Model& model, const ConstMatrixView& patterns)
      : units_(model.units()),
        states_(model.state_size(), patterns.cols()),
        diverged_(static_cast<std::size_t>(patterns.cols()), false) {
    model.start(patterns, states_);
  }

  void advance_to(double time) final {
    if (time < time_) {
      throw std::logic_error(fmt::format("a trajectory at {} cannot go back to {}", time_, time));
    }
    move(time_, time, states_);
    note_divergences(time);
    time_ = time;
  }

  [[nodiscard]] ConstMatrixView values() const final { return states_.topRows(units_); }
  [[nodiscard]] ConstMatrixView states() const final { return states_; }
  [[nodiscard]] const std::vector<Divergence>& divergences() const final { return divergences_; }

 protected:
  virtual void move(double from, double to, MatrixView states) = 0;

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
  double time_ = 0.0;
  std::vector<bool> diverged_;
  std::vector<Divergence> divergences_;
};

/// A flow in which held units stand still.
class HeldFlow : public Flow {
 public:
  HeldFlow(std::unique_ptr<Flow> flow, Mask held) : flow_(std::move(flow)), held_(std::move(held)) {}

  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    flow_->derivative(states, derivatives);
    auto values = derivatives.topRows(held_.rows());
    values = held_.select(0.0, values);
  }

 private:
  std::unique_ptr<Flow> flow_;
  Mask held_;
};

/// A flow that ends where the user wishes to stop: one call to an integrator may take very many steps.
class StoppableFlow : public Flow {
 public:
  explicit StoppableFlow(std::unique_ptr<Flow> flow) : flow_(std::move(flow)) {}

  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    system::stop_if_wished();
    flow_->derivative(states, derivatives);
  }

 private:
  std::unique_ptr<Flow> flow_;
};

class FlowTrajectory : public Batch {
 public:
  FlowTrajectory(const Model& model, std::unique_ptr<Flow> flow, const Integrator& integrator,
                 const ConstMatrixView& patterns)
      : Batch(model, patterns),
        flow_(std::make_unique<StoppableFlow>(std::move(flow))),
        stepper_(integrator.stepper(*flow_, model.state_size(), patterns.cols())) {}

 private:
  void move(double from, double to, MatrixView states) override { stepper_->advance(from, to, states); }

  std::unique_ptr<Flow> flow_;
  std::unique_ptr<Stepper> stepper_;
};

class UpdateTrajectory : public Batch {
 public:
  UpdateTrajectory(const Model& model, std::unique_ptr<Updates> updates, const ConstMatrixView& patterns,
                   const RandomStreams& random, Mask held)
      : Batch(model, patterns), updates_(std::move(updates)), held_(std::move(held)) {
    for (Index trial = 0; trial < patterns.cols(); ++trial) {
      streams_.push_back(random.stream(static_cast<std::uint64_t>(trial)));
    }
  }

 private:
  void move(double from, double to, MatrixView states) override {
    if (to != std::floor(to)) {
      throw std::logic_error(fmt::format("updates are counted in whole numbers; {} is none", to));
    }
    for (double update = from; update < to; ++update) {
      system::stop_if_wished();
      updates_->update(states, held_, streams_);
    }
  }

  std::unique_ptr<Updates> updates_;
  Mask held_;
  std::vector<RandomStream> streams_;
};

}  // namespace

std::unique_ptr<Trajectory> follow_flow(const Model& model, const OffersFlow& flow, const Integrator& integrator,
                                        const ConstMatrixView& patterns, const Mask& held) {
  std::unique_ptr<Flow> free = flow.flow(patterns.cols());
  if (held.size() > 0) {
    free = std::make_unique<HeldFlow>(std::move(free), held);
  }
  return std::make_unique<FlowTrajectory>(model, std::move(free), integrator, patterns);
}

std::unique_ptr<Trajectory> follow_updates(const Model& model, const OffersUpdates& updates,
                                           const ConstMatrixView& patterns, const RandomStreams& random,
                                           const Mask& held) {
  return std::make_unique<UpdateTrajectory>(model, updates.updates(patterns.cols()), patterns, random, held);
}

}  // namespace engram::run
