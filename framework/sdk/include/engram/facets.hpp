// Facets: the optional abilities by which parts fit together. A model offers a facet by deriving from its
// interface; a learning rule, an integrator or an analysis lists the facets that it needs.
#pragma once

#include <memory>
#include <string_view>

#include <engram/array.hpp>
#include <engram/error.hpp>

namespace engram {

enum class Facet { flow, error_nodes, jacobian };

/// The words for a facet in messages and documentation.
constexpr std::string_view facet_name(Facet facet) {
  switch (facet) {
    case Facet::flow:
      return "a flow";
    case Facet::error_nodes:
      return "error nodes";
    case Facet::jacobian:
      return "an analytic Jacobian";
  }
  return "";
}

/// dx/dt for a batch of states of one size, with the scratch space that this takes.
///
/// Threading: one Flow belongs to one thread; several flows of one model may run side by side.
class ENGRAM_API Flow {
 public:
  virtual ~Flow() = default;
  /// `states` and `derivatives` are state x trial and do not overlap; derivatives are per second. Allocates nothing.
  virtual void derivative(const ConstMatrixView& states, MatrixView derivatives) = 0;
};

/// Offered by a model whose state moves in continuous time: dx/dt = F(x).
class ENGRAM_API OffersFlow {
 public:
  virtual ~OffersFlow() = default;
  /// The flow of `trials` states at once, with the weights as they are now. It refers to the model, which outlives
  /// it.
  [[nodiscard]] virtual std::unique_ptr<Flow> flow(Index trials) const = 0;
};

/// Offered by a model in which an error node sits beside each value node and predictions run over weighted edges:
///     tau_e de/dt = v - M f(v) - b - xi e
/// Weights are changed only through correct(), which keeps to the edges that the topology has.
class ENGRAM_API OffersErrorNodes {
 public:
  virtual ~OffersErrorNodes() = default;
  [[nodiscard]] virtual double tau_e() const = 0;  ///< time constant of the error nodes, s
  [[nodiscard]] virtual double xi() const = 0;     ///< decay of the error nodes
  /// f(v) of one pattern of values; both have one entry per unit.
  virtual void rates(const ConstVectorView& values, VectorView rates) const = 0;
  /// r = v - M f(v) - b, given v and f(v).
  virtual void residual(const ConstVectorView& values, const ConstVectorView& rates, VectorView residual) const = 0;
  /// For each unit, the sum of f(v_j)^2 over the units j that predict it.
  virtual void predictor_power(const ConstVectorView& rates, VectorView power) const = 0;
  /// M += prediction * errors (x) rates, W += correction * rates (x) errors, on the edges; b += bias * errors.
  virtual void correct(const ConstVectorView& errors, const ConstVectorView& rates, double prediction,
                       double correction, double bias) = 0;
};

/// Offered by a model that knows the derivative of its flow in closed form.
class ENGRAM_API OffersJacobian {
 public:
  virtual ~OffersJacobian() = default;
  /// d(dx/dt)/dx at one state, state x state, per second.
  virtual void jacobian(const ConstVectorView& state, MatrixView jacobian) const = 0;
};

}  // namespace engram
