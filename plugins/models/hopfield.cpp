// Classical Hopfield network: units that act on each other through pairwise weights, updated all at once or one after
// the other.
//
// Source: J. J. Hopfield, Neural networks and physical systems with emergent collective computational abilities,
// PNAS 79, 2554 (1982); graded responses: PNAS 81, 3088 (1984).
//     s_i <- f(sum_j W_ij s_j + b_i - theta)        f: sign, tanh(x / T), logistic(x / T)
//     E = -1/2 s^T W s - b^T s + theta sum_i s_i
// Under asynchronous updates of a symmetric W with zero diagonal, E never rises with f = sign.
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include <engram/kernel.hpp>
#include <engram/plugin.hpp>

namespace engram::plugins {

struct Hopfield : Model, OffersUpdates, OffersPairwiseWeights, OffersEnergy {
  enum class Update { synchronous, asynchronous };
  enum class Response { sign, tanh, logistic };
  enum class AtZero { keep, zero };

  Index unit_count = 0;
  Update update = Update::asynchronous;
  Response response = Response::sign;
  double temperature = 1.0;
  double threshold = 0.0;
  AtZero at_zero = AtZero::keep;

  static auto params() {
    return engram::params<Hopfield>()
        .add(&Hopfield::unit_count, "units", "1", "Number of units.", {.min = 1, .required = true})
        .choice(&Hopfield::update, "update",
                {{"asynchronous", Update::asynchronous}, {"synchronous", Update::synchronous}},
                "One unit after the other, each once in a fresh random order; or all at once.")
        .choice(&Hopfield::response, "response",
                {{"sign", Response::sign}, {"tanh", Response::tanh}, {"logistic", Response::logistic}},
                "What a unit makes of its field x: sign(x), tanh(x / T) or the logistic function of x / T.")
        .add(&Hopfield::temperature, "temperature", "1", "T of the graded responses.", {.above = 0})
        .add(&Hopfield::threshold, "threshold", "1", "theta, which the field of every unit must exceed.")
        .choice(&Hopfield::at_zero, "at_zero", {{"keep", AtZero::keep}, {"zero", AtZero::zero}},
                "What sign makes of a field of exactly zero: the unit keeps its value, or becomes 0.");
  }

  void check() const {
    const auto n = static_cast<double>(unit_count);
    require_memory(8.0 * n * n, "units", "the weights W between so many units");
  }

  [[nodiscard]] Index units() const override { return unit_count; }
  [[nodiscard]] Index state_size() const override { return unit_count; }
  void initialise(RandomStream& /*random*/) override {
    W_ = Matrix::Zero(unit_count, unit_count);
    b_ = Vector::Zero(unit_count);
  }
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void record(Recorder& recorder) const override {
    const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = W_;
    recorder.record({"W",
                     {"unit", "source_unit"},
                     {unit_count, unit_count},
                     std::vector<double>(rows.data(), rows.data() + rows.size()),
                     "1",
                     "Weights: from source_unit to unit."});
    recorder.record({"b", {"unit"}, {unit_count}, std::vector<double>(b_.begin(), b_.end()), "1", "Biases."});
  }

  [[nodiscard]] MatrixView weights() override { return W_; }
  [[nodiscard]] VectorView biases() override { return b_; }
  [[nodiscard]] std::unique_ptr<Updates> updates(Index trials) const override;
  void energies(const ConstMatrixView& states, VectorView energies) const override {
    const Matrix driven = W_ * states;
    energies = -0.5 * driven.cwiseProduct(states).colwise().sum().transpose() - states.transpose() * b_ +
               threshold * states.colwise().sum().transpose();
  }

  /// The fields of a batch of states, unit x trial: W s + b - theta.
  void fields(const ConstMatrixView& states, MatrixView fields) const {
    fields.noalias() = W_ * states;
    fields.colwise() += b_;
    fields.array() -= threshold;
  }

  /// f of one unit's field; `value` is what it was before.
  [[nodiscard]] double respond(double field, double value) const {
    switch (response) {
      case Response::sign:
        return field > 0.0 ? 1.0 : field < 0.0 ? -1.0 : at_zero == AtZero::keep && field == 0.0 ? value : field * 0.0;
      case Response::tanh:
        return kernel::tanh(field / temperature);
      case Response::logistic:
        return kernel::logistic(field / temperature);
    }
    return field;
  }

  /// Updates the units of one trial in the given order. `field` holds their fields and follows what changes.
  void sweep(const std::vector<Index>& order, VectorView state, VectorView field) const {
    for (const Index unit : order) {
      const double after = respond(field[unit], state[unit]);
      const double change = after - state[unit];
      if (change != 0.0) {
        state[unit] = after;
        field += change * W_.col(unit);
      }
    }
  }

 private:
  Matrix W_;
  Vector b_;
};

class SynchronousUpdates : public Updates {
 public:
  SynchronousUpdates(const Hopfield& model, Index trials) : model_(model), fields_(model.units(), trials) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& /*random*/) override {
    model_.fields(states, fields_);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      for (Index unit = 0; unit < states.rows(); ++unit) {
        if (held.size() == 0 || !held(unit, trial)) {
          states(unit, trial) = model_.respond(fields_(unit, trial), states(unit, trial));
        }
      }
    }
  }

 private:
  const Hopfield& model_;
  Matrix fields_;
};

class AsynchronousUpdates : public Updates {
 public:
  AsynchronousUpdates(const Hopfield& model, Index trials) : model_(model), fields_(model.units(), trials) {
    order_.reserve(static_cast<std::size_t>(model.units()));
  }

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& random) override {
    // All trials in one product; within a sweep the fields follow the units that change.
    model_.fields(states, fields_);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      order_.clear();
      for (Index unit = 0; unit < states.rows(); ++unit) {
        if (held.size() == 0 || !held(unit, trial)) {
          order_.push_back(unit);
        }
      }
      random[static_cast<std::size_t>(trial)].shuffle(order_);
      model_.sweep(order_, states.col(trial), fields_.col(trial));
    }
  }

 private:
  const Hopfield& model_;
  Matrix fields_;
  std::vector<Index> order_;
};

inline std::unique_ptr<Updates> Hopfield::updates(Index trials) const {
  if (update == Update::synchronous) {
    return std::make_unique<SynchronousUpdates>(*this, trials);
  }
  return std::make_unique<AsynchronousUpdates>(*this, trials);
}

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::model<engram::plugins::Hopfield>(
                   "hopfield", "Classical Hopfield network: pairwise weights, synchronous or asynchronous updates.")
                   .with_equation("s_i <- f(sum_j W_ij s_j + b_i - theta)")
                   .with_source("J. J. Hopfield, PNAS 79, 2554 (1982)"));
