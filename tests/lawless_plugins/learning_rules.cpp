// Learning rules that break laws.
#include <array>

#include <engram/plugin.hpp>

namespace engram::test {

void hebbian(MatrixView W, const Matrix& patterns) {
  if (!patterns.allFinite()) {
    throw RunError("a pattern is not finite");
  }
  W += patterns * patterns.transpose() / static_cast<double>(patterns.rows());
  W.diagonal().setZero();
}

struct BreaksChanges : LearningRule {
  static constexpr std::array needs{OffersPairwiseWeights::facet};
  void train(Model& /*model*/, const Training& /*training*/) const override {}
};

/// Uses the matrix although it declares that outer products are enough.
struct BreaksElsewhere : LearningRule {
  static constexpr std::array needs{OffersOuterProducts::facet};
  void train(Model& model, const Training& training) const override {
    hebbian(dynamic_cast<OffersPairwiseWeights&>(model).weights(), training.patterns);
  }
};

/// Assumes columns without gaps.
struct RunsOver : LearningRule {
  static constexpr std::array needs{OffersPairwiseWeights::facet};
  void train(Model& model, const Training& training) const override {
    MatrixView W = dynamic_cast<OffersPairwiseWeights&>(model).weights();
    hebbian(W, training.patterns);
    for (Index at = 0; at < W.size(); ++at) {
      W.data()[at] *= 0.5;
    }
  }
};

struct BreaksAlternatives : LearningRule {
  enum class Method { exact, stepwise };
  Method method = Method::exact;
  static constexpr std::array needs{OffersPairwiseWeights::facet};
  static auto params() {
    return engram::params<BreaksAlternatives>().choice(&BreaksAlternatives::method, "method",
                                                       {{"exact", Method::exact}, {"stepwise", Method::stepwise}},
                                                       "How it is computed.");
  }
  void train(Model& model, const Training& training) const override {
    MatrixView W = dynamic_cast<OffersPairwiseWeights&>(model).weights();
    hebbian(W, training.patterns);
    W *= method == Method::exact ? 1.0 : 1.001;
  }
};

struct BreaksNan : LearningRule {
  static constexpr std::array needs{OffersPairwiseWeights::facet};
  void train(Model& model, const Training& training) const override {
    MatrixView W = dynamic_cast<OffersPairwiseWeights&>(model).weights();
    const Matrix& patterns = training.patterns;
    W += patterns * patterns.transpose() / static_cast<double>(patterns.rows());
    W.diagonal().setZero();
  }
};

/// Divides by a field that is 0 in an untrained network.
struct BreaksAnyNetwork : LearningRule {
  enum class Scale { one, field };
  Scale scale = Scale::one;
  static constexpr std::array needs{OffersPairwiseWeights::facet};
  static auto params() {
    return engram::params<BreaksAnyNetwork>().choice(
        &BreaksAnyNetwork::scale, "scale", {{"one", Scale::one}, {"field", Scale::field}}, "What is divided by.");
  }
  void train(Model& model, const Training& training) const override {
    auto& network = dynamic_cast<OffersPairwiseWeights&>(model);
    const double divisor = scale == Scale::one ? 1.0 : network.largest_field();
    hebbian(network.weights(), training.patterns);
    network.weights() /= divisor;
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::learning_rule<engram::test::BreaksChanges>("breaks_changes", "Teaches nothing."),
               engram::learning_rule<engram::test::BreaksElsewhere>("breaks_elsewhere",
                                                                    "Uses what it does not name."),
               engram::learning_rule<engram::test::RunsOver>("runs_over", "Writes between the columns."),
               engram::learning_rule<engram::test::BreaksAlternatives>("breaks_alternatives",
                                                                       "Two ways, two results.")
                   .with_same_result("method", {"exact", "stepwise"}),
               engram::learning_rule<engram::test::BreaksAnyNetwork>("breaks_any_network", "Divides by zero."),
               engram::learning_rule<engram::test::BreaksNan>("breaks_nan", "Learns NaN."));
