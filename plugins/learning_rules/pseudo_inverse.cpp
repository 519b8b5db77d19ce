// Pseudo-inverse or projection rule: the weights project onto the space that the patterns span, so that every pattern
// is its own field, even if the patterns are very similar.
//
// Source: L. Personnaz, I. Guyon, G. Dreyfus, Collective computational properties of neural networks: New learning
// mechanisms, Phys. Rev. A 34 (1986). With the patterns as columns of X and X^+ its pseudo-inverse:
//     W += X X^+
//
// With X = Q R, where the columns of Q are orthonormal, X X^+ = Q Q^T: X is never inverted, and X^T X, whose
// condition number would be that of X squared, is never formed.
#include <Eigen/QR>

#include <engram/plugin.hpp>
#include <engram/stability.hpp>

using namespace engram;

struct PseudoInverse : LearningRuleFor<OffersOuterProducts> {
  double tolerance = 1e-10;
  bool self_connections = true;

  static auto params() {
    return engram::params<PseudoInverse>()
        .add(&PseudoInverse::tolerance, "tolerance", "1",
             "A pattern whose part outside of the space of the others is smaller than this, measured against the "
             "longest pattern, adds no dimension.",
             {.above = 0, .below = 1})
        .add(&PseudoInverse::self_connections, "self_connections", "Whether a unit may act on itself.");
  }

  void teach(OffersOuterProducts& network, const Training& training) const override {
    const Matrix& patterns = training.patterns;
    const Matrix basis = orthonormal_basis(patterns);
    network.add_outer_products(basis, 0.0, 1.0, self_connections);
    const Index rank = basis.cols();
    training.recorder.scalar("rank", static_cast<double>(rank), "1",
                             "Number of patterns that do not follow from the others.");
    record_stability(network, patterns, training.recorder);
  }

 private:
  /// A basis of the space of the patterns, unit x dimension.
  [[nodiscard]] Matrix orthonormal_basis(const Matrix& patterns) const {
    Eigen::ColPivHouseholderQR<Matrix> qr(patterns);
    qr.setThreshold(tolerance);
    const Index rank = qr.rank();
    // If the patterns span the whole space, the projection is the identity, to the last bit.
    return rank == patterns.rows() ? Matrix(Matrix::Identity(rank, rank))
                                   : Matrix(qr.householderQ() * Matrix::Identity(patterns.rows(), rank));
  }
};

ENGRAM_PLUGINS(learning_rule<PseudoInverse>("pseudo_inverse",
                                            "Projects onto the space of the patterns, so that each is its own field.")
                   .with_equation("W += X X^+, patterns as columns of X")
                   .with_source("L. Personnaz, I. Guyon, G. Dreyfus, Phys. Rev. A 34, 4217 (1986)"));
