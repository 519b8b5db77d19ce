// Learning rules: compute weights from patterns.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/model.hpp>
#include <engram/patterns.hpp>
#include <engram/plugin_info.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// The input of a learning rule, besides the model.
struct Training {
  const Patterns& patterns;         ///< unit x pattern
  std::optional<double> time_step;  ///< of the experiment's integrator, s; unset if it has no fixed step
  RandomStreams random;
  Recorder& recorder;  ///< stores measurements made during learning
  Monitor& monitor;
};

/// Changes the weights of a model so that it remembers patterns. Most rules derive from LearningRuleFor, which names
/// the facets that they need of the model.
class ENGRAM_API LearningRule {
 public:
  static constexpr Kind kind = Kind::learning_rule;
  virtual ~LearningRule() = default;
  /// Throws RunError if weights are no longer finite.
  virtual void train(Model& model, const Training& training) const = 0;
  /// Throws ParameterError if the rule does not fit the network.
  virtual void check_network(const NetworkOutline& /*network*/) const {}
};

/// A rule that learns through facets: `struct Oja : LearningRuleFor<OffersFeatures>`. The host refuses a model that
/// does not offer all of them before anything runs.
template <class... Offers>
class LearningRuleFor : public LearningRule {
 public:
  static constexpr std::array<Facet, sizeof...(Offers)> needs{Offers::facet...};

  void train(Model& model, const Training& training) const final { teach(dynamic_cast<Offers&>(model)..., training); }
  /// As train(), with the model as the interface of each facet.
  virtual void teach(Offers&... network, const Training& training) const = 0;
};

template <class T>
PluginInfo learning_rule(std::string name, std::string summary) {
  return describe<LearningRule, T>(std::move(name), std::move(summary));
}

}  // namespace engram
