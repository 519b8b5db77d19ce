#include "run/network_system.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/facets.hpp>
#include <engram/integrator.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>

#include "run/batch.hpp"
#include "run/numeric_jacobian.hpp"
#include "run/pairs.hpp"
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

/// See System::start(). The arguments must outlive the trajectory.
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

/// The model through the interface of a facet.
template <class Offers>
const Offers& as(const Model& model) {
  const auto* offers = dynamic_cast<const Offers*>(&model);
  if (offers == nullptr) {
    throw std::logic_error("an analysis used " + std::string(Offers::facet.words) +
                           ", which the model does not offer, and did not say that it needs it");
  }
  return *offers;
}

}  // namespace

/// A network that owns its model.
class TaughtSystem : public NetworkSystem {
 public:
  TaughtSystem(std::shared_ptr<Model> model, const Integrator* integrator, Patterns memories, Teach teach,
               MakeModel make_model)
      : NetworkSystem(*model, integrator, std::move(memories), std::move(teach), std::move(make_model)),
        owned_(std::move(model)) {}

 private:
  std::shared_ptr<Model> owned_;
};

NetworkSystem::NetworkSystem(const Model& model, const Integrator* integrator, Patterns memories, Teach teach,
                             MakeModel make_model, std::vector<std::string> labels)
    : model_(model),
      integrator_(integrator),
      memories_(std::move(memories)),
      teach_(std::move(teach)),
      make_model_(std::move(make_model)),
      labels_(std::move(labels)) {}

std::unique_ptr<System> NetworkSystem::taught(Patterns patterns, const RandomStreams& random) const {
  if (!teach_ || !make_model_) {
    throw std::logic_error("no function was given that makes a network like this one");
  }
  std::shared_ptr<Model> model = make_model_();
  teach_(*model, patterns, random);
  return std::make_unique<TaughtSystem>(std::move(model), integrator_, std::move(patterns), teach_, make_model_);
}

bool NetworkSystem::offers(Facet facet) const {
  return Facets::offered_by(model_, facet);
}

bool NetworkSystem::moves_at_random() const {
  const auto* updates = dynamic_cast<const OffersUpdates*>(&model_);
  return integrator_ == nullptr && updates != nullptr && updates->moves_at_random();
}

std::unique_ptr<Trajectory> NetworkSystem::start(const ConstMatrixView& patterns, const RandomStreams& random,
                                                 const Mask& held) const {
  if (integrator_ != nullptr) {
    return follow_flow(model_, as<OffersFlow>(model_), *integrator_, patterns, held);
  }
  return follow_updates(model_, as<OffersUpdates>(model_), patterns, random, held);
}

std::unique_ptr<PairedTrajectory> NetworkSystem::start_pairs(const ConstMatrixView& patterns,
                                                             const RandomStreams& random) const {
  if (integrator_ != nullptr) {
    return pairs_along_flow(model_, as<OffersFlow>(model_), *integrator_, patterns);
  }
  return pairs_by_updates(model_, as<OffersUpdates>(model_), patterns, random);
}

std::unique_ptr<Flow> NetworkSystem::flow(Index trials) const {
  return as<OffersFlow>(model_).flow(trials);
}

void NetworkSystem::energies(const ConstMatrixView& states, VectorView energies) const {
  as<OffersEnergy>(model_).energies(states, energies);
}

std::unique_ptr<ReducedSpectrum> NetworkSystem::reduced_spectrum() const {
  return as<OffersReducedSpectrum>(model_).reduced_spectrum();
}

void NetworkSystem::jacobian(const ConstVectorView& state, MatrixView jacobian) const {
  if (offers(OffersJacobian::facet)) {
    as<OffersJacobian>(model_).jacobian(state, jacobian);
  } else {
    numeric_jacobian(as<OffersFlow>(model_), state, jacobian);
  }
}

std::optional<std::complex<double>> NetworkSystem::step_factor(std::complex<double> lambda) const {
  const std::optional<double> step = integrator_ == nullptr ? std::nullopt : integrator_->time_step();
  return step ? integrator_->stability(*step * lambda) : std::nullopt;
}

}  // namespace engram::run
