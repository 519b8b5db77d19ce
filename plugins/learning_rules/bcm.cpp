// BCM rule: an output above its threshold strengthens the weights that drove it, and an output below its threshold
// weakens them. The threshold follows the output's mean square, so that outputs become selective for few patterns and
// weights stay bounded.
//
// Sources: E. L. Bienenstock, L. N. Cooper, P. W. Munro, Theory for the development of neuron selectivity, J.
// Neurosci. 2 (1982); with the sliding threshold of N. Intrator and L. N. Cooper, Neural Networks 5 (1992):
//     y = W x,  W_o += eta y_o (y_o - theta_o) x,  theta_o += (y_o^2 - theta_o) / tau
#include <vector>

#include <engram/plugin.hpp>
#include <engram/presentations.hpp>

using namespace engram;

struct Bcm : LearningRuleFor<OffersFeatures>, Presentations {
  double tau = 10.0;
  double initial_threshold = 0.0;

  static auto params() {
    return engram::params<Bcm>()
        .add(&Bcm::tau, "tau", "1", "Presentations over which the threshold follows.", {.min = 1})
        .add(&Bcm::initial_threshold, "initial_threshold", "1", "Threshold theta of every output at the beginning.",
             {.min = 0})
        .with<Presentations>();
  }

  void teach(OffersFeatures& network, const Training& training) const override {
    MatrixView W = network.feature_weights();
    Vector y(W.rows());
    Vector theta = Vector::Constant(W.rows(), initial_threshold);
    present(training, W, [&](const Vector& x) {
      y.noalias() = W * x;
      const Vector drive = y.array() * (y - theta).array();
      W.noalias() += rate * drive * x.transpose();
      theta += (y.cwiseAbs2() - theta) / tau;
    });
    record_outputs(training, W, theta);
  }

 private:
  void record_outputs(const Training& training, const ConstMatrixView& weights, const Vector& theta) const {
    const Matrix responses = weights * shown(training.patterns);
    std::vector<double> selectivity;
    for (const auto& row : responses.rowwise()) {
      const double most = row.maxCoeff();
      // The selectivity of an output that no pattern drives is 0.
      selectivity.push_back(most > 0.0 ? 1.0 - row.mean() / most : 0.0);
    }
    training.recorder.vector("theta", "output", theta, "1", "Threshold of each output after learning.");
    training.recorder.vector(
        "selectivity", "output", selectivity, "1",
        "1 - mean / maximum of an output's responses to the patterns: near 1 if one pattern alone drives it.");
  }
};

ENGRAM_PLUGINS(
    learning_rule<Bcm>("bcm",
                       "Makes each feature selective for few patterns, by a threshold that follows its activity.")
        .with_equation("W_o += eta y_o (y_o - theta_o) x;  theta_o += (y_o^2 - theta_o) / tau;  y = W x")
        .with_source("E. L. Bienenstock, L. N. Cooper, P. W. Munro, J. Neurosci. 2, 32 (1982); N. Intrator "
                     "and L. N. Cooper, Neural Networks 5, 3 (1992)")
        .with_example("rate: 0.001"));
