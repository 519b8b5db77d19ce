// Hebbian learning in one shot: what is active together is connected.
//
// Source: J. J. Hopfield, PNAS 79, 2554 (1982), with the usual choices of scale and mean:
//     W = (1 / c) sum_k (x_k - rho)(x_k - rho)^T
#include <engram/plugin.hpp>
#include <engram/stability.hpp>

namespace engram::plugins {

struct Hebbian : LearningRule {
  enum class Normalisation { units, patterns, none };
  enum class Mean { zero, patterns };
  enum class Biases { zero, mean_pattern };

  Normalisation normalisation = Normalisation::units;
  Mean mean = Mean::zero;
  Biases biases = Biases::zero;
  bool self_connections = false;

  static constexpr std::array needs{Facet::pairwise_weights};

  static auto params() {
    return engram::params<Hebbian>()
        .choice(
            &Hebbian::normalisation, "normalisation",
            {{"units", Normalisation::units}, {"patterns", Normalisation::patterns}, {"none", Normalisation::none}},
            "c: the number of units, the number of patterns, or 1.")
        .choice(&Hebbian::mean, "mean", {{"zero", Mean::zero}, {"patterns", Mean::patterns}},
                "rho: 0, or the mean of all patterns over all units.")
        .choice(&Hebbian::biases, "biases", {{"zero", Biases::zero}, {"mean_pattern", Biases::mean_pattern}},
                "Biases: 0, or each unit's mean over the patterns.")
        .add(&Hebbian::self_connections, "self_connections", "Whether a unit may act on itself.");
  }

  void train(Model& model, const Training& training) const override {
    auto& pairwise = dynamic_cast<OffersPairwiseWeights&>(model);
    const Matrix& x = training.patterns;
    const double rho = mean == Mean::patterns ? x.mean() : 0.0;
    const double c = normalisation == Normalisation::units      ? static_cast<double>(x.rows())
                     : normalisation == Normalisation::patterns ? static_cast<double>(x.cols())
                                                                : 1.0;
    const Matrix centred = x.array() - rho;
    MatrixView weights = pairwise.weights();
    weights.noalias() = centred * centred.transpose() / c;
    if (!self_connections) {
      weights.diagonal().setZero();
    }
    VectorView b = pairwise.biases();
    b = biases == Biases::mean_pattern ? Vector(x.rowwise().mean()) : Vector(Vector::Zero(x.rows()));
    record_stability(weights, b, x, training.recorder);
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::learning_rule<engram::plugins::Hebbian>("hebbian",
                                                               "Hebbian learning of all patterns in one shot.")
                   .with_equation("W = (1 / c) sum_k (x_k - rho)(x_k - rho)^T")
                   .with_source("J. J. Hopfield, PNAS 79, 2554 (1982)"));
