// Models: networks that own their weights.
#pragma once

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>
#include <engram/words.hpp>

namespace engram {

/// What can be known of a network and its surroundings before it is made, for parts that check whether they fit.
struct NetworkOutline {
  std::vector<Index> layers;        ///< units of each layer
  Index patterns = 0;               ///< how many it is to remember
  bool continuous = true;           ///< it moves in seconds, along a flow; otherwise in updates
  std::optional<double> time_step;  ///< of the experiment's integrator, s; none where it has no fixed one
  bool discrete_values = false;     ///< its units take single values only (Model::discrete_values())
  bool declares_stability = false;  ///< the integrator declares its stability function (Integrator::stability())

  [[nodiscard]] Index units() const { return std::accumulate(layers.begin(), layers.end(), Index{0}); }
};

/// A network. Its state is a column of state_size() numbers, of which the first units() are the values of the units
/// that patterns speak of. What else a model can do it offers as facets (facets.hpp).
///
/// Threading: const functions may be called from several threads at once; the others from one.
class ENGRAM_API Model {
 public:
  virtual ~Model() = default;
  /// Number of units, the length of a pattern. Known from the parameters alone, before initialise().
  [[nodiscard]] virtual Index units() const = 0;
  [[nodiscard]] virtual Index state_size() const = 0;
  /// Units of each layer, in the order in which they stand in a pattern.
  [[nodiscard]] virtual std::vector<Index> layers() const { return {units()}; }
  /// Throws ParameterError where this model, with these parameters, cannot serve the parts that use these facets of
  /// it: weights that would not fit into memory, an energy that nobody knows.
  virtual void check_use(const std::vector<Facet>& /*used*/) const {}
  /// Throws RunError where the patterns (unit x pattern) have values that the units can never take, so that no
  /// pattern could be recalled; asked before training. check_values() writes the message.
  virtual void check_patterns(const ConstMatrixView& /*patterns*/) const {}
  /// Whether units take single values only, such as +1 and -1, so that no state has another one close to it. Known
  /// from the parameters alone.
  [[nodiscard]] virtual bool discrete_values() const { return false; }
  /// Makes the weights and gives them their initial values. Called once, before anything below.
  virtual void initialise(RandomStream& random) = 0;
  /// Puts each trial's pattern (unit x trial) into the values of its state (state x trial), and everything else in
  /// the state to rest.
  virtual void start(const ConstMatrixView& patterns, MatrixView states) const = 0;
  /// Records weights and other learned parameters under the names of the equations.
  virtual void record(Recorder& recorder) const = 0;
};

/// Throws RunError for the first value of the patterns (unit x pattern) that `is_allowed` refuses: "`rule`, and
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
