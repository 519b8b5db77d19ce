// Learning rules: compute weights from patterns.
#pragma once

#include <optional>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// The input of a learning rule, besides the model.
struct Training {
  const Matrix& patterns;           ///< unit x pattern
  std::optional<double> time_step;  ///< of the experiment's integrator, s; unset if it has no fixed step
  RandomStreams random;
  Recorder& recorder;  ///< stores measurements made during learning
  Monitor& monitor;
};

/// Changes the weights of a model so that it remembers patterns. A rule lists the facets that it needs of the model
/// as `static constexpr std::array needs{...}`; the host refuses a model without one of them before anything runs.
class ENGRAM_API LearningRule {
 public:
  virtual ~LearningRule() = default;
  /// Throws RunError if weights are no longer finite.
  virtual void train(Model& model, const Training& training) const = 0;
  /// Throws ParameterError if the rule does not fit the network.
  virtual void check_network(const NetworkOutline& /*network*/) const {}
};

}  // namespace engram
