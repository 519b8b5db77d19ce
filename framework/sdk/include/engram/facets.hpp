// Facets: the optional abilities by which parts fit together. A model offers a facet by deriving from its
// interface; a learning rule, an integrator or an analysis lists the facets that it needs.
#pragma once

#include <memory>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facet.hpp>
#include <engram/random.hpp>

namespace engram {

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

/// One discrete update after another for a batch of states of one size, with the scratch space that this takes.
///
/// Threading: as for Flow.
class ENGRAM_API Updates {
 public:
  virtual ~Updates() = default;
  /// Updates every unit of every trial once; what order or simultaneity that means is the model's. `states` is
  /// state x trial. Values where `held` (unit x trial, or 0 x 0) is true stay. Chance in a trial comes from that
  /// trial's own stream in `random`, one per trial. Allocates nothing.
  virtual void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) = 0;
};

/// Offered by a model whose state moves in discrete updates: x <- U(x).
class ENGRAM_API OffersUpdates {
 public:
  virtual ~OffersUpdates() = default;
  /// The updates of `trials` states at once, with the weights as they are now. It refers to the model, which outlives
  /// it.
  [[nodiscard]] virtual std::unique_ptr<Updates> updates(Index trials) const = 0;
};

/// Offered by a model in which an error node sits beside each value node and predictions run over weighted edges:
///     tau_e de/dt = v - M f(v) - b - xi e
///     tau_v dv/dt = -e + f'(v) * (W e)
/// Weights are changed only through correct(), which keeps to the edges that the topology has. Value nodes are the
/// units, and where a model has hidden ones, these after them.
class ENGRAM_API OffersErrorNodes {
 public:
  virtual ~OffersErrorNodes() = default;
  [[nodiscard]] virtual double tau_e() const = 0;  ///< time constant of the error nodes, s
  [[nodiscard]] virtual double xi() const = 0;     ///< decay of the error nodes
  /// The values that each pattern (unit x pattern) clamps all value nodes to while it is shown, node x pattern: the
  /// patterns themselves where every value node is a unit. Throws RunError where there are too many patterns.
  [[nodiscard]] virtual Matrix clamped_values(const ConstMatrixView& patterns) const { return patterns; }
  /// f(v) of one pattern of values; both have one entry per value node.
  virtual void rates(const ConstVectorView& values, VectorView rates) const = 0;
  /// r = v - M f(v) - b of each pattern, given v and f(v); all three are node x pattern.
  virtual void residual(const ConstMatrixView& values, const ConstMatrixView& rates, MatrixView residual) const = 0;
  /// For each value node, the sum of f(v_j) f(u_j) over the nodes j that predict it, given f(v) and f(u) of two
  /// patterns.
  virtual void predictor_products(const ConstVectorView& one, const ConstVectorView& other,
                                  VectorView products) const = 0;
  /// dv/dt, per second, given v and e; all three have one entry per value node.
  virtual void value_derivative(const ConstVectorView& values, const ConstVectorView& errors,
                                VectorView derivative) const = 0;
  /// M += prediction * errors (x) rates, W += correction * rates (x) errors, on the edges; b += bias * errors. All of
  /// it summed over patterns; errors and rates are node x pattern.
  virtual void correct(const ConstMatrixView& errors, const ConstMatrixView& rates, double prediction,
                       double correction, double bias) = 0;
};

/// Offered by a model whose pairwise weights may be sums of outer products, which it need not multiply out.
class ENGRAM_API OffersOuterProducts {
 public:
  virtual ~OffersOuterProducts() = default;
  /// W += factor * sum_k (x_k - rho) (x_k - rho)^T over the columns x_k of `patterns` (unit x pattern); without
  /// `self_connections` the diagonal of W stays as it was.
  virtual void add_outer_products(const ConstMatrixView& patterns, double rho, double factor,
                                  bool self_connections) = 0;
  /// b, one per unit.
  [[nodiscard]] virtual VectorView biases() = 0;
  /// h = W s + b for each column s of `states`, both unit x state.
  virtual void fields(const ConstMatrixView& states, MatrixView fields) const = 0;
  /// The largest |h| that states with values between -1 and 1 may meet, or a little more.
  [[nodiscard]] virtual double largest_field() const = 0;
};

/// Offered by a model whose units act on each other through one weight per pair and one bias per unit,
/// and who can hold the weights as a matrix.
class ENGRAM_API OffersPairwiseWeights : public OffersOuterProducts {
 public:
  /// W, unit x source unit, for a learning rule to write into.
  [[nodiscard]] virtual MatrixView weights() = 0;
};

/// Offered by a model that keeps the patterns themselves.
class ENGRAM_API OffersMemories {
 public:
  virtual ~OffersMemories() = default;
  /// Keeps each column of `patterns` (unit x pattern) beside what it keeps already. Throws RunError where the model
  /// cannot keep such values.
  virtual void memorise(const ConstMatrixView& patterns) = 0;
};

/// Offered by a model with outputs y = W x, each of which is to find a feature of the patterns.
class ENGRAM_API OffersFeatures {
 public:
  virtual ~OffersFeatures() = default;
  /// W, output x unit, for a learning rule to write into.
  [[nodiscard]] virtual MatrixView feature_weights() = 0;
};

/// Offered by a model with a scalar that its motion tends to lower.
class ENGRAM_API OffersEnergy {
 public:
  virtual ~OffersEnergy() = default;
  /// The energy of each column of `states` (state x trial).
  virtual void energies(const ConstMatrixView& states, VectorView energies) const = 0;
  /// Whether this model, with the parameters and weights that it has now, promises that its motion never raises the
  /// energy of a state whose values its units can take, or of one in which some of them are 0, unknown.
  [[nodiscard]] virtual bool energy_never_rises() const { return false; }
};

/// Offered by a model that knows the derivative of its flow in closed form.
class ENGRAM_API OffersJacobian {
 public:
  virtual ~OffersJacobian() = default;
  /// d(dx/dt)/dx at one state, state x state, per second.
  virtual void jacobian(const ConstVectorView& state, MatrixView jacobian) const = 0;
};

/// The eigenvalues of a Jacobian without the Jacobian, with what is worth keeping from one state to the next.
///
/// Threading: as for Flow.
class ENGRAM_API ReducedSpectrum {
 public:
  virtual ~ReducedSpectrum() = default;
  /// All eigenvalues, per second and in any order, of the Jacobian at the state that Model::start() makes of
  /// `pattern`; `eigenvalues` has one entry per entry of the state.
  virtual void eigenvalues(const ConstVectorView& pattern, Eigen::Ref<Eigen::VectorXcd> eigenvalues) = 0;
};

/// Offered by a model whose equations give the eigenvalues of its Jacobian from a smaller matrix.
class ENGRAM_API OffersReducedSpectrum {
 public:
  virtual ~OffersReducedSpectrum() = default;
  /// For the weights as they are now. It refers to the model, which outlives it.
  [[nodiscard]] virtual std::unique_ptr<ReducedSpectrum> reduced_spectrum() const = 0;
};

}  // namespace engram
