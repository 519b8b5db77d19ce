// Storkey's rule: Hebbian learning of one pattern after the other, less what the weights know already.
//
// Source: A. Storkey, R. Valabregue, The basins of attraction of a new Hopfield learning rule, Neural Networks 12,
// 869 (1999):
//     h_ij = sum over k other than i, j of W_ik x_k      W_ij += (x_i x_j - x_i h_ji - h_ij x_j) / N
#include <engram/plugin.hpp>
#include <engram/stability.hpp>

namespace engram::plugins {

struct Storkey : LearningRule {
  bool self_connections = false;

  static constexpr std::array needs{Facet::pairwise_weights};

  static auto params() {
    return engram::params<Storkey>().add(&Storkey::self_connections, "self_connections",
                                         "Whether a unit may act on itself.");
  }

  void train(Model& model, const Training& training) const override {
    auto& pairwise = dynamic_cast<OffersPairwiseWeights&>(model);
    MatrixView weights = pairwise.weights();
    weights.setZero();
    pairwise.biases().setZero();
    const Index patterns = training.patterns.cols();
    for (Index pattern = 0; pattern < patterns; ++pattern) {
      learn(weights, training.patterns.col(pattern));
      training.monitor.progress(static_cast<double>(pattern + 1) / static_cast<double>(patterns));
    }
    if (!self_connections) {
      weights.diagonal().setZero();
    }
    record_stability(weights, pairwise.biases(), training.patterns, training.recorder);
  }

 private:
  /// h_ij = g_i - W_ij x_j with g_i = sum over k other than i, so that all of h is a product and not N^3 sums. On the
  /// diagonal, where i and j are one, g_i lacks that term already.
  static void learn(MatrixView weights, const ConstVectorView& x) {
    const auto n = static_cast<double>(x.size());
    const Vector g = weights * x - weights.diagonal().cwiseProduct(x);
    Matrix h = (-(weights * x.asDiagonal())).colwise() + g;
    h.diagonal() = g;
    weights += (x * x.transpose() - x.asDiagonal() * h.transpose() - h * x.asDiagonal()) / n;
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::learning_rule<engram::plugins::Storkey>(
                   "storkey", "Storkey's incremental rule: Hebbian learning less what the weights know already.")
                   .with_equation("W_ij += (x_i x_j - x_i h_ji - h_ij x_j) / N,  "
                                  "h_ij = sum over k other than i, j of W_ik x_k")
                   .with_source("A. Storkey, R. Valabregue, Neural Networks 12, 869 (1999)"));
