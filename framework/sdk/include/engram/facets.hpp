// Facets: optional abilities through which parts work together. A model offers a facet by deriving from its
// interface; a learning rule (LearningRuleFor) or an analysis (AnalysisFor) names the interfaces that it needs.
//
// A facet of your own is an interface like these, in a header that your model and your rule include. The model names
// it beside its own type: model<Network, OffersTraces>("network", "...").
#pragma once

#include <array>
#include <memory>
#include <type_traits>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facet.hpp>
#include <engram/patterns.hpp>
#include <engram/random.hpp>
#include <engram/stored_weights.hpp>

namespace engram {

/// Computes dx/dt for a batch of states of fixed size, with the scratch space for it.
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
  static constexpr Facet facet{"flow", "a flow"};
  virtual ~OffersFlow() = default;
  /// The flow of `trials` states together, with the present weights. It refers to the model, which must outlive it.
  [[nodiscard]] virtual std::unique_ptr<Flow> flow(Index trials) const = 0;
};

/// Performs discrete updates of a batch of states of fixed size, with the scratch space for them.
///
/// Threading: as for Flow.
class ENGRAM_API Updates {
 public:
  virtual ~Updates() = default;
  /// Updates every unit of every trial once; the model decides the order, or updates all units simultaneously.
  /// `states` is state x trial. Values stay as they are where `held` (unit x trial, or 0 x 0) is true. Random numbers
  /// for a trial come from its stream in `random`, which has one stream per trial. Allocates nothing.
  virtual void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) = 0;

 protected:
  /// For updates of all units at once: puts the new values into `states`, except where `held` is true.
  static void put(const ConstMatrixView& values, const Mask& held, MatrixView states) {
    if (held.size() == 0) {
      states = values;
    } else {
      states = held.select(states, values);
    }
  }
};

/// Offered by a model whose state moves in discrete updates: x <- U(x).
class ENGRAM_API OffersUpdates {
 public:
  static constexpr Facet facet{"updates", "discrete updates"};
  virtual ~OffersUpdates() = default;
  /// The updates of `trials` states together, with the present weights. It refers to the model, which must outlive
  /// it.
  [[nodiscard]] virtual std::unique_ptr<Updates> updates(Index trials) const = 0;
  /// Whether updates draw new values at random, as at a temperature, so that no state is at rest.
  [[nodiscard]] virtual bool moves_at_random() const { return false; }
};

/// Offered by a model that pairs each value node with an error node and sends predictions over weighted edges:
///     tau_e de/dt = v - M f(v) - b - xi e
///     tau_v dv/dt = -e + f'(v) * (W e)
/// Weights are changed only through correct(), which changes no weights other than those of the topology's edges. The
/// value nodes are the units, followed by the hidden nodes if the model has any.
class ENGRAM_API OffersErrorNodes {
 public:
  static constexpr Facet facet{"error_nodes", "error nodes"};
  virtual ~OffersErrorNodes() = default;
  [[nodiscard]] virtual double tau_e() const = 0;  ///< time constant of the error nodes, s
  [[nodiscard]] virtual double xi() const = 0;     ///< decay of the error nodes
  /// The values, node x pattern, to which each pattern (unit x pattern) clamps all value nodes while it is shown: the
  /// patterns themselves if every value node is a unit. Throws RunError if there are too many patterns.
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
  /// M += prediction * errors (x) rates, W += correction * rates (x) errors, on the edges; b += bias * errors. Each
  /// term is summed over patterns; errors and rates are node x pattern.
  virtual void correct(const ConstMatrixView& errors, const ConstMatrixView& rates, double prediction,
                       double correction, double bias) = 0;
};

/// Offered by a model whose pairwise weights may be sums of outer products, which are not necessarily multiplied out.
class ENGRAM_API OffersOuterProducts {
 public:
  static constexpr Facet facet{"outer_products", "outer-product weights"};
  virtual ~OffersOuterProducts() = default;
  /// W += factor * sum_k (x_k - rho) (x_k - rho)^T over the patterns x_k; without
  /// `self_connections` the diagonal of W stays as it was.
  virtual void add_outer_products(const Patterns& patterns, double rho, double factor, bool self_connections) = 0;
  /// b, one per unit.
  [[nodiscard]] virtual VectorView biases() = 0;
  /// h = W s + b for each column s of `states`, both unit x state.
  virtual void fields(const ConstMatrixView& states, MatrixView fields) const = 0;
  /// The largest |h| that states with values between -1 and 1 can produce, or slightly more.
  [[nodiscard]] virtual double largest_field() const = 0;
  /// theta, the field at which a unit changes between its two values.
  [[nodiscard]] virtual double field_threshold() const { return 0.0; }
  /// The lower value of a unit, -1 or 0; the other one is 1.
  [[nodiscard]] virtual double lower_value() const { return -1.0; }
};

/// Offered by a model whose units act on each other through one weight per pair and one bias per unit, and which can
/// hold the weights as a matrix.
class ENGRAM_API OffersPairwiseWeights : public OffersOuterProducts {
 public:
  static constexpr Facet facet{"pairwise_weights", "pairwise weights"};
  /// W, unit x source unit, for a learning rule to write into.
  [[nodiscard]] virtual MatrixView weights() = 0;
};

/// Offered by a model that stores the patterns themselves.
class ENGRAM_API OffersMemories {
 public:
  static constexpr Facet facet{"memories", "explicit memories"};
  virtual ~OffersMemories() = default;
  /// Stores each column of `patterns` (unit x pattern) in addition to the patterns stored so far. Throws RunError if
  /// the model cannot store the values.
  virtual void memorise(const ConstMatrixView& patterns) = 0;
};

/// Offered by a model with outputs y = W x, each of which learns a feature of the patterns.
class ENGRAM_API OffersFeatures {
 public:
  static constexpr Facet facet{"features", "features"};
  virtual ~OffersFeatures() = default;
  /// W, output x unit, for a learning rule to write into.
  [[nodiscard]] virtual MatrixView feature_weights() = 0;
};

/// Offered by a model with a scalar that its motion tends to lower.
class ENGRAM_API OffersEnergy {
 public:
  static constexpr Facet facet{"energy", "an energy"};
  virtual ~OffersEnergy() = default;
  /// The energy of each column of `states` (state x trial).
  virtual void energies(const ConstMatrixView& states, VectorView energies) const = 0;
  /// Whether this model, with its present parameters and weights, promises that its motion never raises the energy of
  /// a state. The promise covers states whose values the units can take, and states in which some values are 0
  /// because they are unknown.
  [[nodiscard]] virtual bool energy_never_rises() const { return false; }
};

/// Offered by a model that knows the derivative of its flow in closed form.
class ENGRAM_API OffersJacobian {
 public:
  static constexpr Facet facet{"jacobian", "an analytic Jacobian"};
  virtual ~OffersJacobian() = default;
  /// d(dx/dt)/dx at one state, state x state, per second.
  virtual void jacobian(const ConstVectorView& state, MatrixView jacobian) const = 0;
};

/// Computes the eigenvalues of a Jacobian without forming the Jacobian; keeps data that can be reused for the next
/// state.
///
/// Threading: as for Flow.
class ENGRAM_API ReducedSpectrum {
 public:
  virtual ~ReducedSpectrum() = default;
  /// All eigenvalues, per second and in any order, of the Jacobian at the state that Model::start() makes from
  /// `pattern`; `eigenvalues` has as many entries as the state.
  virtual void eigenvalues(const ConstVectorView& pattern, Eigen::Ref<Eigen::VectorXcd> eigenvalues) = 0;
};

/// Offered by a model whose equations give the eigenvalues of its Jacobian from a smaller matrix.
class ENGRAM_API OffersReducedSpectrum {
 public:
  static constexpr Facet facet{"reduced_spectrum", "a reduced spectrum"};
  virtual ~OffersReducedSpectrum() = default;
  /// For the present weights. It refers to the model, which must outlive it.
  [[nodiscard]] virtual std::unique_ptr<ReducedSpectrum> reduced_spectrum() const = 0;
};

/// Offered by a model that can continue from the weights that it recorded in an earlier run.
class ENGRAM_API OffersStoredWeights {
 public:
  static constexpr Facet facet{"stored_weights", "weights of a stored result"};
  virtual ~OffersStoredWeights() = default;
  /// Replaces the weights that initialise() made by what Model::record() of this model stored, so that it moves,
  /// learns and records as the stored network did, to the last bit. Throws RunError, as the functions of
  /// StoredWeights do, if these weights do not fit the model's parameters.
  virtual void restore(const StoredWeights& stored) = 0;
};

/// A list of facets, by their interfaces.
template <class... Offers>
struct FacetList {
  static constexpr std::array<Facet, sizeof...(Offers)> all{Offers::facet...};

  /// Those whose interface a model of type T has.
  template <class T>
  static std::vector<Facet> of() {
    std::vector<Facet> facets;
    (..., (std::is_base_of_v<Offers, T> ? facets.push_back(Offers::facet) : void()));
    return facets;
  }

  /// Whether a facet is in this list and `model` offers it.
  template <class Model>
  static bool offered_by(const Model& model, const Facet& facet) {
    return (... || (facet == Offers::facet && dynamic_cast<const Offers*>(&model) != nullptr));
  }
};

/// Every facet of this sdk, in the order of the documentation.
using Facets =
    FacetList<OffersFlow, OffersUpdates, OffersErrorNodes, OffersPairwiseWeights, OffersOuterProducts, OffersMemories,
              OffersFeatures, OffersEnergy, OffersJacobian, OffersReducedSpectrum, OffersStoredWeights>;

}  // namespace engram
