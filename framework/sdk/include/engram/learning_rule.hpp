// Learning rules: from patterns to weights.
#pragma once

#include <optional>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// What a learning rule is given beside the model.
struct Training {
  const Matrix& patterns;           ///< unit x pattern
  std::optional<double> time_step;  ///< of the experiment's integrator, s; none where it has no fixed step
  RandomStreams random;
  Recorder& recorder;  ///< keeps what the rule measures while it learns
  Monitor& monitor;
};

/// Changes the weights of a model so that it remembers patterns. A rule lists the facets of the model that it works
/// through as `static constexpr std::array needs{...}`; the host refuses a model that lacks one, before anything
/// runs.
class ENGRAM_API LearningRule {
 public:
  virtual ~LearningRule() = default;
  /// Throws RunError where weights leave the finite range.
  virtual void train(Model& model, const Training& training) const = 0;
  /// Throws ParameterError where the rule does not fit such a network.
  virtual void check_network(const NetworkOutline& /*network*/) const {}
};

}  // namespace engram
