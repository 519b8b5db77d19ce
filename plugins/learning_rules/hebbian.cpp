// Hebbian learning: a pattern strengthens the weight between two units that agree in it and lowers the weight between
// two that differ.
//
// Source: J. J. Hopfield, PNAS 79 (1982), after D. O. Hebb, The Organization of Behavior (1949):
//     W += (1/c) sum_k (x_k - rho) (x_k - rho)^T
#include <engram/plugin.hpp>
#include <engram/stability.hpp>

using namespace engram;

struct Hebbian : LearningRuleFor<OffersOuterProducts> {
  enum class Normalisation { units, patterns, none };
  enum class Mean { zero, patterns };
  enum class Biases { zero, mean_pattern };

  Normalisation normalisation = Normalisation::units;
  Mean mean = Mean::zero;
  bool self_connections = false;
  Biases biases = Biases::zero;

  static auto params() {
    return engram::params<Hebbian>()
        .choice(
            &Hebbian::normalisation, "normalisation",
            {{"units", Normalisation::units}, {"patterns", Normalisation::patterns}, {"none", Normalisation::none}},
            "What the sum over patterns is divided by, c: the number of units, that of patterns, or 1.")
        .choice(&Hebbian::mean, "mean", {{"zero", Mean::zero}, {"patterns", Mean::patterns}},
                "What is taken from every value first, rho: 0, or the mean over all patterns and units.")
        .add(&Hebbian::self_connections, "self_connections", "Whether a unit may act on itself.")
        .choice(&Hebbian::biases, "biases", {{"zero", Biases::zero}, {"mean_pattern", Biases::mean_pattern}},
                "Biases b: 0, or each unit's mean over the patterns.");
  }

  void teach(OffersOuterProducts& network, const Training& training) const override {
    const Patterns& patterns = training.patterns;
    const double rho = mean == Mean::zero ? 0.0 : patterns.mean();
    network.add_outer_products(patterns, rho, 1.0 / divisor(patterns), self_connections);
    if (biases == Biases::mean_pattern) {
      network.biases() += patterns.unit_means();
    }
    training.recorder.scalar("rho", rho, "1", "What was taken from every value of the patterns.");
    record_stability(network, patterns, training.recorder);
  }

 private:
  [[nodiscard]] double divisor(const Patterns& patterns) const {
    switch (normalisation) {
      case Normalisation::units:
        return static_cast<double>(patterns.rows());
      case Normalisation::patterns:
        return static_cast<double>(patterns.cols());
      case Normalisation::none:
        break;
    }
    return 1.0;
  }
};

ENGRAM_PLUGINS(learning_rule<Hebbian>("hebbian", "Sums the outer products of the patterns into pairwise weights.")
                   .with_equation("W += (1/c) sum_k (x_k - rho) (x_k - rho)^T")
                   .with_source("J. J. Hopfield, PNAS 79, 2554 (1982)"));
