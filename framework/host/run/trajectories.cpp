#include "run/trajectories.hpp"

#include <utility>
#include <vector>

#include "run/batch.hpp"
#include "run/stoppable_flow.hpp"
#include "system/stop.hpp"

namespace engram::run {

namespace {

/// A flow in which held units do not move.
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

class FlowTrajectory : public Batch<Trajectory> {
 public:
  FlowTrajectory(const Model& model, std::unique_ptr<Flow> flow, const Integrator& integrator,
                 const ConstMatrixView& patterns)
      : Batch(model, start_states(model, patterns)),
        flow_(std::make_unique<StoppableFlow>(std::move(flow))),
        stepper_(integrator.stepper(*flow_, model.state_size(), patterns.cols())) {}

 private:
  void move(double from, double to, MatrixView states) override { stepper_->advance(from, to, states); }

  std::unique_ptr<Flow> flow_;
  std::unique_ptr<Stepper> stepper_;
};

class UpdateTrajectory : public Batch<Trajectory> {
 public:
  UpdateTrajectory(const Model& model, std::unique_ptr<Updates> updates, const ConstMatrixView& patterns,
                   const RandomStreams& random, Mask held)
      : Batch(model, start_states(model, patterns)),
        updates_(std::move(updates)),
        held_(std::move(held)),
        streams_(streams_of(random, patterns.cols())) {}

 private:
  void move(double from, double to, MatrixView states) override {
    check_whole_updates(to);
    for (double update = from; update < to; ++update) {
      system::stop_if_requested();
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
