// Oja's rule: Hebbian learning that keeps the length of the weights near 1. Each output independently turns to the
// direction in which the patterns vary most.
//
// Source: E. Oja, A simplified neuron model as a principal component analyzer, J. Math. Biol. 15 (1982):
//     y_o = W_o . x,  W_o += eta y_o (x - y_o W_o)
#include <engram/plugin.hpp>
#include <engram/presentations.hpp>

using namespace engram;

struct Oja : LearningRuleFor<OffersFeatures>, Presentations {
  static auto params() { return engram::params<Oja>().with<Presentations>(); }

  void teach(OffersFeatures& network, const Training& training) const override {
    MatrixView W = network.feature_weights();
    Vector y(W.rows());
    present(training, W, [&](const Vector& x) {
      y.noalias() = W * x;
      const Vector squares = y.cwiseAbs2();
      W -= rate * squares.asDiagonal() * W;
      W.noalias() += rate * y * x.transpose();
    });
    record_explained(training, W);
  }
};

ENGRAM_PLUGINS(learning_rule<Oja>("oja", "Turns each feature to the direction in which the patterns vary most.")
                   .with_equation("W_o += eta y_o (x - y_o W_o);  y = W x")
                   .with_source("E. Oja, J. Math. Biol. 15, 267 (1982)"));
