// The projection rule: weights that project onto the space of the patterns, so that every pattern stays.
//
// Source: L. Personnaz, I. Guyon, G. Dreyfus, Collective computational properties of neural networks: new learning
// mechanisms, Phys. Rev. A 34, 4217 (1986):
//     W = X X^+        X: patterns as columns
#include <Eigen/QR>

#include <engram/plugin.hpp>
#include <engram/stability.hpp>

namespace engram::plugins {

struct PseudoInverse : LearningRule {
  bool self_connections = true;

  static constexpr std::array needs{Facet::pairwise_weights};

  static auto params() {
    return engram::params<PseudoInverse>().add(
        &PseudoInverse::self_connections, "self_connections",
        "Whether a unit may act on itself; without, the weights are the projection with its diagonal taken out.");
  }

  void train(Model& model, const Training& training) const override {
    auto& pairwise = dynamic_cast<OffersPairwiseWeights&>(model);
    // An orthonormal basis of what the patterns span; patterns that others make up already add nothing to it.
    Eigen::ColPivHouseholderQR<Matrix> qr(training.patterns);
    qr.setThreshold(1e-10);
    const Index rank = qr.rank();
    const Matrix basis = qr.householderQ() * Matrix::Identity(training.patterns.rows(), rank);
    MatrixView weights = pairwise.weights();
    weights.noalias() = basis * basis.transpose();
    if (!self_connections) {
      weights.diagonal().setZero();
    }
    pairwise.biases().setZero();
    training.recorder.scalar("rank", static_cast<double>(rank), "1", "Patterns that are linearly independent.");
    record_stability(weights, pairwise.biases(), training.patterns, training.recorder);
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::learning_rule<engram::plugins::PseudoInverse>(
                   "pseudo_inverse", "Projection rule: every linearly independent pattern becomes a fixed point.")
                   .with_equation("W = X X^+")
                   .with_source("L. Personnaz, I. Guyon, G. Dreyfus, Phys. Rev. A 34, 4217 (1986)"));
