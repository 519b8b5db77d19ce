// Storkey's rule: stores one pattern after the other, taking into account the fields that the present weights give
// it. More patterns fit in than by Hebbian learning, and each change of a weight still uses only quantities of its
// two units.
//
// Source: A. J. Storkey and R. Valabregue, The basins of attraction of a new Hopfield learning rule, Neural Networks
// 12 (1999). For one pattern x after the other, from the present W:
//     W_ij += (x_i x_j - x_i h_ji - h_ij x_j) / N,  h_ij = sum over k other than i and j of W_ik x_k
//
// With g_i = sum over k other than i of W_ik x_k, h_ij = g_i - W_ij x_j and h_ii = g_i. W stays symmetric, and so the
// N^2 fields of a pattern follow from N sums:
//     W_ij += (x_i x_j - (x_i g_j + g_i x_j) + W_ij (x_i^2 + x_j^2)) / N  for i other than j
//     W_ii += (x_i^2 - 2 x_i g_i) / N
#include <string>

#include <engram/kernel.hpp>
#include <engram/plugin.hpp>
#include <engram/stability.hpp>

using namespace engram;

/// Adds the change to column j, for i other than j; the caller has to overwrite W_jj. Each product and sum is written
/// so that W_ij and W_ji are rounded in the same way.
ENGRAM_KERNEL inline void storkey_column(const double* __restrict x, const double* __restrict g, double x_j,
                                         double g_j, double units, double* __restrict column, Index count) {
  for (Index i = 0; i < count; ++i) {
    column[i] += (x[i] * x_j - (x[i] * g_j + g[i] * x_j) + column[i] * (x[i] * x[i] + x_j * x_j)) / units;
  }
}

struct Storkey : LearningRuleFor<OffersPairwiseWeights> {
  bool self_connections = false;

  static auto params() {
    return engram::params<Storkey>().add(&Storkey::self_connections, "self_connections",
                                         "Whether a unit may act on itself.");
  }

  void teach(OffersPairwiseWeights& network, const Training& training) const override {
    const Matrix& patterns = training.patterns;
    MatrixView weights = network.weights();
    Vector g(patterns.rows());
    for (Index pattern = 0; pattern < patterns.cols(); ++pattern) {
      const auto x = patterns.col(pattern);
      g.noalias() = weights * x;
      g -= weights.diagonal().cwiseProduct(x);
      if (!g.allFinite()) {
        throw RunError("the fields became infinite or NaN before pattern " + std::to_string(pattern) +
                       ": the values of the patterns are too large for storkey, which is made for values of +1 and "
                       "-1");
      }
      store(x, g, weights);
      training.monitor.progress(static_cast<double>(pattern + 1) / static_cast<double>(patterns.cols()));
    }
    record_stability(network, patterns, training.recorder);
  }

 private:
  void store(const ConstVectorView& x, const Vector& g, MatrixView weights) const {
    const auto units = static_cast<double>(x.size());
    for (Index j = 0; j < x.size(); ++j) {
      const double before = weights(j, j);
      const double own = before + (x[j] * x[j] - 2.0 * x[j] * g[j]) / units;
      storkey_column(x.data(), g.data(), x[j], g[j], units, weights.col(j).data(), x.size());
      weights(j, j) = self_connections ? own : before;
    }
  }
};

ENGRAM_PLUGINS(learning_rule<Storkey>("storkey",
                                      "Stores pattern after pattern with regard to the fields that it finds.")
                   .with_equation("W_ij += (x_i x_j - x_i h_ji - h_ij x_j) / N;  h_ij = sum_{k != i, j} W_ik x_k")
                   .with_source("A. J. Storkey and R. Valabregue, Neural Networks 12, 869 (1999)"));
