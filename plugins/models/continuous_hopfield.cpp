// Continuous modern Hopfield network: the state moves to the mean of the memories, weighted by their similarity to
// it; usually one update retrieves a memory:
//     s <- sum_k p_k x_k,  p = softmax(beta sim(x_k, s))
//     E(s) = -(1 / beta) ln sum_k exp(beta x_k . s) + 1/2 s . s             for sim(x, s) = x . s
//     E(s) = -(1 / beta) ln sum_k exp(-(beta / 2) |x_k - s|^2)              for sim(x, s) = -1/2 |x - s|^2
// In both cases E is 1/2 s . s minus a convex function of s whose slope is the next state, so no update raises it,
// even with some units held. No energy is known for the other similarities, nor for distances that leave out unknown
// units, since the unknown units change with an update; then E is NaN.
//
// Sources: H. Ramsauer et al., Hopfield networks is all you need, ICLR (2021); for similarities other than the dot
// product: B. Millidge, T. Salvatori, Y. Song, T. Lukasiewicz, R. Bogacz, Universal Hopfield networks, ICML (2022).
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <engram/layered_memory.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct ContinuousHopfield : LayeredMemory, OffersUpdates, OffersEnergy, OffersStoredWeights {
  enum class Similarity { dot, cosine, euclidean, manhattan };

  double beta = 1.0;
  Similarity similarity = Similarity::dot;
  bool ignore_unknown = false;

  static auto params() {
    using Self = ContinuousHopfield;
    return engram::params<Self>()
        .with<LayeredMemory>()
        .add(&Self::beta, "beta", "1", "Inverse temperature: how sharply the most similar memory wins.", {.above = 0})
        .choice(&Self::similarity, "similarity",
                {{"dot", Similarity::dot},
                 {"cosine", Similarity::cosine},
                 {"euclidean", Similarity::euclidean},
                 {"manhattan", Similarity::manhattan}},
                "sim(x, s): x . s, x . s / (|x| |s|), -1/2 |x - s|^2 or -sum_i |x_i - s_i|.")
        .add(&Self::ignore_unknown, "ignore_unknown",
             "Whether units at exactly 0, those that a mask leaves, are left out when similarities are taken.");
  }

  void check_use(const std::vector<Facet>& used) const override {
    if (has_energy() || !contains(used, OffersEnergy::facet)) {
      return;
    }
    if (similarity == Similarity::euclidean) {
      throw ParameterError("ignore_unknown",
                           "no energy is known for the similarity euclidean if unknown units are left out, and an "
                           "analysis of this spec needs one");
    }
    throw ParameterError("similarity",
                         "an energy is known for the similarities dot and euclidean only, and an analysis of this "
                         "spec needs one");
  }

  void initialise(RandomStream& /*random*/) override {
    X_.resize(units(), 0);
    squares_.resize(0);
  }

  void memorise(const ConstMatrixView& patterns) override {
    if (!patterns.allFinite()) {
      throw RunError("a pattern holds a value that is infinite or NaN");
    }
    const Index before = X_.cols();
    X_.conservativeResize(units(), before + patterns.cols());
    X_.rightCols(patterns.cols()) = patterns;
    squares_ = X_.colwise().squaredNorm().transpose();
  }

  Index stored_patterns() const override { return X_.cols(); }

  void record(Recorder& recorder) const override {
    LayeredMemory::record(recorder);
    record_memories(recorder, X_);
  }
  void restore(const StoredWeights& stored) override { restore_memories(stored); }

  std::unique_ptr<Updates> updates(Index trials) const override;

  void energies(const ConstMatrixView& states, VectorView energies) const override {
    if (!has_energy()) {
      energies.setConstant(std::numeric_limits<double>::quiet_NaN());
      return;
    }
    require_memories();
    Matrix similarities(X_.cols(), states.cols());
    take_similarities(states, similarities);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      const double largest = similarities.col(trial).maxCoeff();
      const double sum = ((similarities.col(trial).array() - largest) * beta).exp().sum();
      energies[trial] = -largest - std::log(sum) / beta;
      if (similarity == Similarity::dot) {
        energies[trial] += 0.5 * states.col(trial).squaredNorm();
      }
    }
  }

  /// H. Ramsauer et al., theorem 1: the update is a concave-convex procedure.
  bool energy_never_rises() const override { return has_energy(); }

  /// Throws RunError if there are no memories, since then there is no mean.
  void require_memories() const {
    if (X_.cols() == 0) {
      throw RunError(
          "a continuous Hopfield network moves to the mean of its memories, and it has none; train it first with a "
          "rule that stores patterns, such as store");
    }
  }

  /// sim(x_k, s), memory x trial.
  void take_similarities(const ConstMatrixView& states, MatrixView similarities) const {
    if (similarity == Similarity::manhattan) {
      for (Index trial = 0; trial < states.cols(); ++trial) {
        for (Index memory = 0; memory < X_.cols(); ++memory) {
          similarities(memory, trial) = -distance(X_.col(memory), states.col(trial));
        }
      }
      return;
    }
    similarities.noalias() = X_.transpose() * states;
    for (Index trial = 0; trial < states.cols(); ++trial) {
      const auto state = states.col(trial);
      auto column = similarities.col(trial);
      if (similarity == Similarity::euclidean) {
        column -= 0.5 * known_squares(state);
        column.array() -= 0.5 * state.squaredNorm();
      } else if (similarity == Similarity::cosine) {
        // A state or memory of length 0 has no direction, so its similarity is 0.
        const Vector lengths = (known_squares(state) * state.squaredNorm()).cwiseSqrt();
        column = (lengths.array() == 0.0).select(0.0, column.cwiseQuotient(lengths));
      }
    }
  }

  [[nodiscard]] const Matrix& memories() const { return X_; }

 private:
  /// Unknown units are zeros, which a dot product ignores anyway.
  [[nodiscard]] bool has_energy() const {
    return similarity == Similarity::dot || (similarity == Similarity::euclidean && !ignore_unknown);
  }

  /// |x_k|^2 of every memory, over the units that are known in this state.
  [[nodiscard]] Vector known_squares(const ConstVectorView& state) const {
    if (!ignore_unknown || (state.array() != 0.0).all()) {
      return squares_;
    }
    return X_.cwiseAbs2().transpose() * (state.array() != 0.0).cast<double>().matrix();
  }

  [[nodiscard]] double distance(const ConstVectorView& memory, const ConstVectorView& state) const {
    const auto differences = (memory - state).cwiseAbs();
    return ignore_unknown ? (state.array() != 0.0).select(differences.array(), 0.0).sum() : differences.sum();
  }

  Matrix X_;        ///< unit x memory
  Vector squares_;  ///< |x_k|^2
};

class SoftmaxUpdates : public Updates {
 public:
  SoftmaxUpdates(const ContinuousHopfield& model, Index trials)
      : model_(model), weights_(model.memories().cols(), trials), next_(model.units(), trials) {}

  void update(MatrixView states, const Mask& held, std::vector<RandomStream>& /*random*/) override {
    model_.require_memories();
    model_.take_similarities(states, weights_);
    for (auto column : weights_.colwise()) {
      // Relative to the largest value, so that exp neither overflows nor vanishes for all memories.
      column = ((column.array() - column.maxCoeff()) * model_.beta).exp();
      column /= column.sum();
    }
    next_.noalias() = model_.memories() * weights_;
    put(next_, held, states);
  }

 private:
  const ContinuousHopfield& model_;
  Matrix weights_;  ///< memory x trial
  Matrix next_;     ///< unit x trial
};

inline std::unique_ptr<Updates> ContinuousHopfield::updates(Index trials) const {
  return std::make_unique<SoftmaxUpdates>(*this, trials);
}

ENGRAM_PLUGINS(model<ContinuousHopfield>(
                   "continuous_hopfield",
                   "Continuous modern Hopfield network: the mean of the memories, weighted by their similarity.")
                   .with_equation("s <- sum_k p_k x_k,  p = softmax(beta sim(x_k, s))")
                   .with_source("H. Ramsauer et al., ICLR (2021); B. Millidge et al., ICML (2022)")
                   .with_example("units: 24, beta: 2"));
