#include "run/network_system.hpp"

#include <stdexcept>
#include <string>

#include "run/numeric_jacobian.hpp"
#include "run/pairs.hpp"
#include "run/trajectories.hpp"

namespace engram::run {

namespace {

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
  TaughtSystem(std::shared_ptr<Model> model, const Integrator* integrator, Matrix memories, Teach teach,
               MakeModel make_model)
      : NetworkSystem(*model, integrator, std::move(memories), std::move(teach), std::move(make_model)),
        owned_(std::move(model)) {}

 private:
  std::shared_ptr<Model> owned_;
};

NetworkSystem::NetworkSystem(const Model& model, const Integrator* integrator, Matrix memories, Teach teach,
                             MakeModel make_model)
    : model_(model),
      integrator_(integrator),
      memories_(std::move(memories)),
      teach_(std::move(teach)),
      make_model_(std::move(make_model)) {}

std::unique_ptr<System> NetworkSystem::taught(Matrix patterns, const RandomStreams& random) const {
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
