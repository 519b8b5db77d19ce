// Sanger's rule, the generalised Hebbian algorithm: the features become the principal components of the patterns, in
// the order of their variances.
//
// Source: T. D. Sanger, Optimal unsupervised learning in a single-layer linear feedforward neural network, Neural
// Networks 2 (1989):
//     y = W x,  W_o += eta y_o (x - sum_{p <= o} y_p W_p)
#include <engram/plugin.hpp>
#include <engram/presentations.hpp>

using namespace engram;

struct Sanger : LearningRuleFor<OffersFeatures>, Presentations {
  static auto params() { return engram::params<Sanger>().with<Presentations>(); }

  void teach(OffersFeatures& network, const Training& training) const override {
    MatrixView W = network.feature_weights();
    Vector y(W.rows());
    present(training, W, [&](const Vector& x) {
      y.noalias() = W * x;
      const Matrix earlier = (y * y.transpose()).triangularView<Eigen::Lower>();
      const Matrix change = y * x.transpose() - earlier * W;
      W += rate * change;
    });
    record_explained(training, W);
  }
};

ENGRAM_PLUGINS(
    learning_rule<Sanger>("sanger", "Turns the features to the principal components of the patterns, in their order.")
        .with_equation("W_o += eta y_o (x - sum_{p <= o} y_p W_p);  y = W x")
        .with_source("T. D. Sanger, Neural Networks 2, 459 (1989)"));
