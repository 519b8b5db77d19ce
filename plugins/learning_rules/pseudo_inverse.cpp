// Pseudo-inverse or projection rule: the weights project onto the space that the patterns span, so that every pattern
// is its own field, however much the patterns resemble each other.
//
// Source: L. Personnaz, I. Guyon, G. Dreyfus, Collective computational properties of neural networks: New learning
// mechanisms, Phys. Rev. A 34 (1986). With the patterns as columns of X and X^+ its pseudo-inverse:
//     W = X X^+
//
// With X = Q R, where the columns of Q are orthonormal, X X^+ = Q Q^T: X is never inverted, nor X^T X formed, whose
// condition would be the square of that of X.
#include <algorithm>

#include <Eigen/QR>

#include <engram/plugin.hpp>
#include <engram/stability.hpp>

namespace engram::plugins {

struct PseudoInverse : LearningRule {
  double tolerance = 1e-10;
  bool self_connections = true;

  static constexpr std::array needs{Facet::pairwise_weights};

  static auto params() {
    return engram::params<PseudoInverse>()
        .add(&PseudoInverse::tolerance, "tolerance", "1",
             "A pattern whose part outside of the space of the others is smaller than this, measured against the "
             "longest pattern, adds no dimension.",
             {.above = 0, .below = 1})
        .add(&PseudoInverse::self_connections, "self_connections", "Whether a unit may act on itself.");
  }

  void train(Model& model, const Training& training) const override {
    auto& network = dynamic_cast<OffersPairwiseWeights&>(model);
    const Matrix& patterns = training.patterns;
    MatrixView weights = network.weights();
    network.biases().setZero();
    const Index rank = project(patterns, weights);
    if (!self_connections) {
      weights.diagonal().setZero();
    }
    training.recorder.scalar("rank", static_cast<double>(rank), "1",
                             "Number of patterns that do not follow from the others.");
    record_stability(weights, network.biases(), patterns, training.recorder);
  }

 private:
  /// Returns the rank of the patterns.
  [[nodiscard]] Index project(const Matrix& patterns, MatrixView weights) const {
    Eigen::ColPivHouseholderQR<Matrix> qr(patterns);
    qr.setThreshold(tolerance);
    const Index rank = qr.rank();
    if (rank == patterns.rows()) {
      weights.setIdentity();
      return rank;
    }
    const Matrix basis = qr.householderQ() * Matrix::Identity(patterns.rows(), rank);
    // One triangle and its mirror image, so that the weights are symmetric to the last bit.
    weights.setZero();
    weights.selfadjointView<Eigen::Lower>().rankUpdate(basis);
    weights.triangularView<Eigen::StrictlyUpper>() = weights.transpose();
    return rank;
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::learning_rule<engram::plugins::PseudoInverse>(
                   "pseudo_inverse", "Projects onto the space of the patterns, so that each is its own field.")
                   .with_equation("W = X X^+, patterns as columns of X")
                   .with_source("L. Personnaz, I. Guyon, G. Dreyfus, Phys. Rev. A 34, 4217 (1986)"));
