// Storage: the network stores the patterns themselves.
#include <engram/plugin.hpp>

namespace engram::plugins {

struct Store : LearningRule {
  static constexpr std::array needs{Facet::memories};

  void train(Model& model, const Training& training) const override {
    dynamic_cast<OffersMemories&>(model).memorise(training.patterns);
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::learning_rule<engram::plugins::Store>(
    "store", "Keeps the patterns themselves, for networks that compare their state with each of them."));
