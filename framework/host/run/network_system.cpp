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
const Offers& as(const Model& model, Facet facet) {
  const auto* offers = dynamic_cast<const Offers*>(&model);
  if (offers == nullptr) {
    throw std::logic_error("an analysis used " + std::string(facet_name(facet)) +
                           ", which the model does not offer, and did not say that it needs it");
  }
  return *offers;
}

template <class Offers>
bool is(const Model& model) {
  return dynamic_cast<const Offers*>(&model) != nullptr;
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
  switch (facet) {
    case Facet::flow:
      return is<OffersFlow>(model_);
    case Facet::updates:
      return is<OffersUpdates>(model_);
    case Facet::error_nodes:
      return is<OffersErrorNodes>(model_);
    case Facet::pairwise_weights:
      return is<OffersPairwiseWeights>(model_);
    case Facet::outer_products:
      return is<OffersOuterProducts>(model_);
    case Facet::memories:
      return is<OffersMemories>(model_);
    case Facet::features:
      return is<OffersFeatures>(model_);
    case Facet::energy:
      return is<OffersEnergy>(model_);
    case Facet::jacobian:
      return is<OffersJacobian>(model_);
    case Facet::reduced_spectrum:
      return is<OffersReducedSpectrum>(model_);
  }
  return false;
}

std::unique_ptr<Trajectory> NetworkSystem::start(const ConstMatrixView& patterns, const RandomStreams& random,
                                                 const Mask& held) const {
  if (integrator_ != nullptr) {
    return follow_flow(model_, as<OffersFlow>(model_, Facet::flow), *integrator_, patterns, held);
  }
  return follow_updates(model_, as<OffersUpdates>(model_, Facet::updates), patterns, random, held);
}

std::unique_ptr<PairedTrajectory> NetworkSystem::start_pairs(const ConstMatrixView& patterns,
                                                             const RandomStreams& random) const {
  if (integrator_ != nullptr) {
    return pairs_along_flow(model_, as<OffersFlow>(model_, Facet::flow), *integrator_, patterns);
  }
  return pairs_by_updates(model_, as<OffersUpdates>(model_, Facet::updates), patterns, random);
}

std::unique_ptr<Flow> NetworkSystem::flow(Index trials) const {
  return as<OffersFlow>(model_, Facet::flow).flow(trials);
}

void NetworkSystem::energies(const ConstMatrixView& states, VectorView energies) const {
  as<OffersEnergy>(model_, Facet::energy).energies(states, energies);
}

std::unique_ptr<ReducedSpectrum> NetworkSystem::reduced_spectrum() const {
  return as<OffersReducedSpectrum>(model_, Facet::reduced_spectrum).reduced_spectrum();
}

void NetworkSystem::jacobian(const ConstVectorView& state, MatrixView jacobian) const {
  if (is<OffersJacobian>(model_)) {
    as<OffersJacobian>(model_, Facet::jacobian).jacobian(state, jacobian);
  } else {
    numeric_jacobian(as<OffersFlow>(model_, Facet::flow), state, jacobian);
  }
}

std::optional<std::complex<double>> NetworkSystem::step_factor(std::complex<double> lambda) const {
  const std::optional<double> step = integrator_ == nullptr ? std::nullopt : integrator_->time_step();
  return step ? integrator_->stability(*step * lambda) : std::nullopt;
}

}  // namespace engram::run
