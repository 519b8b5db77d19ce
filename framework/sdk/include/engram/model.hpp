// Models: networks that own their weights.
#pragma once

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/patterns.hpp>
#include <engram/plugin_info.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>
#include <engram/words.hpp>

namespace engram {

/// The facts about a network and its experiment that are known before the network is made. Parts use them to check
/// whether they fit.
struct NetworkOutline {
  std::vector<Index> layers;        ///< units of each layer
  Index patterns = 0;               ///< the number of patterns that it is to remember
  bool continuous = true;           ///< it moves in continuous time, along a flow; otherwise in discrete updates
  std::optional<double> time_step;  ///< of the experiment's integrator, s; unset if it has no fixed step
  bool discrete_values = false;     ///< its units take discrete values only (Model::discrete_values())
  bool learns = true;               ///< the experiment has learning rules, so that System::taught() can use them
  bool declares_stability = false;  ///< the integrator declares its stability function (Integrator::stability())
  /// Model::check_unit_values() of its model; empty if the model is unknown.
  std::function<void(const ConstMatrixView&)> check_unit_values = {};

  [[nodiscard]] Index units() const { return std::accumulate(layers.begin(), layers.end(), Index{0}); }
};

/// A network. Its state is a column of state_size() numbers; the first units() of them are the values of the units
/// that patterns describe. A model offers its further abilities as facets (facets.hpp).
///
/// Threading: const functions may be called from several threads at once; the others from one.
class ENGRAM_API Model {
 public:
  static constexpr Kind kind = Kind::model;
  virtual ~Model() = default;
  /// Number of units, the length of a pattern. Known from the parameters alone, before initialise().
  [[nodiscard]] virtual Index units() const = 0;
  /// Numbers in a state; unless overridden, the units' values alone.
  [[nodiscard]] virtual Index state_size() const { return units(); }
  /// Units of each layer, in the order in which they appear in a pattern.
  [[nodiscard]] virtual std::vector<Index> layers() const { return {units()}; }
  /// Throws ParameterError if this model, with these parameters, cannot provide the facets that other parts use: for
  /// example because its weights would not fit into memory, or because no energy is known for it.
  virtual void check_use(const std::vector<Facet>& /*used*/) const {}
  /// Throws RunError if patterns (unit x pattern) have values that the units can never take. Known from the
  /// parameters alone. check_values() writes the message.
  virtual void check_unit_values(const ConstMatrixView& /*patterns*/) const {}
  /// Throws RunError if the patterns cannot be remembered; called before training. Unless overridden, checks the
  /// values of the units.
  virtual void check_patterns(const Patterns& patterns) const {
    if (patterns.bits() == nullptr) {
      return check_unit_values(patterns.matrix());
    }
    Matrix both = Matrix::Ones(patterns.rows(), 2);
    both.col(1) *= -1.0;
    try {
      check_unit_values(both);
    } catch (const RunError&) {
      // The patterns may not have the value that is refused, and the message names the place of one that they have.
      check_unit_values(patterns.matrix());
    }
  }
  /// Whether units take discrete values only, such as +1 and -1, so that two different states are never close. Known
  /// from the parameters alone.
  [[nodiscard]] virtual bool discrete_values() const { return false; }
  /// Makes the weights and gives them their initial values. Called once, before any of the functions below.
  virtual void initialise(RandomStream& random) = 0;
  /// Puts each trial's pattern (unit x trial) into the values of its state (state x trial), and the rest of the state
  /// to its resting value.
  virtual void start(const ConstMatrixView& patterns, MatrixView states) const { states = patterns; }
  /// Records weights and other learned parameters under the names of the equations.
  virtual void record(Recorder& recorder) const = 0;
};

/// Describes the model T; `OwnFacets` are the facets that it offers beside those of this sdk.
template <class T, class... OwnFacets>
PluginInfo model(std::string name, std::string summary) {
  static_assert((... && std::is_base_of_v<OwnFacets, T>), "a model derives from the interfaces of its facets");
  PluginInfo info = describe<Model, T>(std::move(name), std::move(summary));
  (..., info.offers.push_back(OwnFacets::facet));
  return info;
}

/// Throws RunError for the first value of the patterns (unit x pattern) that `is_allowed` rejects: "`rule`, and
/// pattern 2 has 0.35 at unit 7; `fix`".
template <class IsAllowed>
void check_values(const ConstMatrixView& patterns, const IsAllowed& is_allowed, const std::string& rule,
                  const std::string& fix) {
  const auto values = patterns.reshaped();
  const auto refused = std::find_if_not(values.begin(), values.end(), is_allowed);
  if (refused != values.end()) {
    const Index at = refused - values.begin();
    std::string message = rule;
    message += ", and pattern " + std::to_string(at / patterns.rows()) + " has " + number_text(*refused) +
               " at unit " + std::to_string(at % patterns.rows()) + "; ";
    throw RunError(message += fix);
  }
}

}  // namespace engram
