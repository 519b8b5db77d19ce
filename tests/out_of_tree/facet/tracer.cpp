// A rule that adds every pattern to the traces of a model.
#include "traces.hpp"

using namespace engram;

struct Tracer : LearningRuleFor<OffersTraces> {
  void teach(OffersTraces& network, const Training& training) const override {
    network.traces() += training.patterns.matrix().rowwise().sum();
    if (!network.traces().allFinite()) {
      throw RunError("the patterns have values that are infinite or NaN");
    }
  }
};

ENGRAM_PLUGINS(learning_rule<Tracer>("tracer", "Adds every pattern to the traces."));
