#include "run/pairs.hpp"

#include <utility>
#include <vector>

#include "run/batch.hpp"
#include "run/stoppable_flow.hpp"
#include "system/stop.hpp"

namespace engram::run {

namespace {

/// The upper half of a column is the state of a trial, the lower half that of its companion.
class Pairs : public Batch<PairedTrajectory> {
 public:
  Pairs(const Model& model, const ConstMatrixView& patterns) : Batch(model, twice(start_states(model, patterns))) {}

  [[nodiscard]] ConstMatrixView companions() const final { return columns().bottomRows(columns().rows() / 2); }

  void put_companions(const ConstMatrixView& states) final {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      if (!is_lost(trial)) {
        columns().col(trial).tail(states.rows()) = states.col(trial);
      }
    }
  }

 private:
  static Matrix twice(const Matrix& states) {
    Matrix pairs(2 * states.rows(), states.cols());
    pairs << states, states;
    return pairs;
  }
};

/// The flow of a pair, as one state of twice the size, so that an integrator that chooses its steps takes the same
/// steps for both. Each half is copied to a matrix of the same layout, so that both are computed to the same bits.
class PairFlow : public Flow {
 public:
  PairFlow(std::unique_ptr<Flow> flow, Index state_size, Index trials)
      : flow_(std::move(flow)), states_(state_size, trials), derivatives_(state_size, trials) {}

  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    for (const Index first : {Index{0}, states_.rows()}) {
      states_ = states.middleRows(first, states_.rows());
      flow_->derivative(states_, derivatives_);
      derivatives.middleRows(first, states_.rows()) = derivatives_;
    }
  }

 private:
  std::unique_ptr<Flow> flow_;
  Matrix states_;
  Matrix derivatives_;
};

class FlowPairs : public Pairs {
 public:
  FlowPairs(const Model& model, std::unique_ptr<Flow> flow, const Integrator& integrator,
            const ConstMatrixView& patterns)
      : Pairs(model, patterns),
        flow_(std::make_unique<PairFlow>(std::make_unique<StoppableFlow>(std::move(flow)), model.state_size(),
                                         patterns.cols())),
        stepper_(integrator.stepper(*flow_, 2 * model.state_size(), patterns.cols())) {}

 private:
  void move(double from, double to, MatrixView columns) override { stepper_->advance(from, to, columns); }

  std::unique_ptr<Flow> flow_;
  std::unique_ptr<Stepper> stepper_;
};

/// Trials and companions have separate updates, since updates may keep data about their states.
class UpdatePairs : public Pairs {
 public:
  UpdatePairs(const Model& model, const OffersUpdates& updates, const ConstMatrixView& patterns,
              const RandomStreams& random)
      : Pairs(model, patterns),
        updates_of_trials_(updates.updates(patterns.cols())),
        updates_of_companions_(updates.updates(patterns.cols())),
        states_(model.state_size(), patterns.cols()),
        streams_(streams_of(random, patterns.cols())) {}

 private:
  void move(double from, double to, MatrixView columns) override {
    check_whole_updates(to);
    for (double update = from; update < to; ++update) {
      system::stop_if_requested();
      // Companions begin each update at the same position in the stream as their trials, even if they used different
      // amounts of random numbers in the last update.
      streams_of_companions_ = streams_;
      update_half(*updates_of_trials_, columns.topRows(states_.rows()), streams_);
      update_half(*updates_of_companions_, columns.bottomRows(states_.rows()), streams_of_companions_);
    }
  }

  void update_half(Updates& updates, MatrixView half, std::vector<RandomStream>& streams) {
    states_ = half;
    updates.update(states_, Mask{}, streams);
    half = states_;
  }

  std::unique_ptr<Updates> updates_of_trials_;
  std::unique_ptr<Updates> updates_of_companions_;
  Matrix states_;
  std::vector<RandomStream> streams_;
  std::vector<RandomStream> streams_of_companions_;
};

}  // namespace

std::unique_ptr<PairedTrajectory> pairs_along_flow(const Model& model, const OffersFlow& flow,
                                                   const Integrator& integrator, const ConstMatrixView& patterns) {
  return std::make_unique<FlowPairs>(model, flow.flow(patterns.cols()), integrator, patterns);
}

std::unique_ptr<PairedTrajectory> pairs_by_updates(const Model& model, const OffersUpdates& updates,
                                                   const ConstMatrixView& patterns, const RandomStreams& random) {
  return std::make_unique<UpdatePairs>(model, updates, patterns, random);
}

}  // namespace engram::run
