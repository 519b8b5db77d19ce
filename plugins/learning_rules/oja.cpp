// Oja's rule: Hebbian learning that keeps the length of the weights near 1. Each output independently turns to the
// direction in which the patterns vary most.
//
// Source: E. Oja, A simplified neuron model as a principal component analyzer, J. Math. Biol. 15 (1982):
//     y_o = W_o . x,  W_o += eta y_o (x - y_o W_o)
#include <engram/plugin.hpp>
#include <engram/presentations.hpp>

namespace engram::plugins {

struct Oja : LearningRule, Presentations {
  static constexpr std::array needs{Facet::features};

  static auto params() { return presented(engram::params<Oja>()); }

  void train(Model& model, const Training& training) const override {
    MatrixView W = dynamic_cast<OffersFeatures&>(model).feature_weights();
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

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::learning_rule<engram::plugins::Oja>(
                   "oja", "Turns each feature to the direction in which the patterns vary most.")
                   .with_equation("W_o += eta y_o (x - y_o W_o);  y = W x")
                   .with_source("E. Oja, J. Math. Biol. 15, 267 (1982)"));
