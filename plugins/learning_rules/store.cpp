// Storage: the network stores the patterns themselves.
#include <engram/plugin.hpp>

using namespace engram;

struct Store : LearningRuleFor<OffersMemories> {
  void teach(OffersMemories& network, const Training& training) const override {
    network.memorise(training.patterns.matrix());
  }
};

ENGRAM_PLUGINS(learning_rule<Store>(
    "store", "Keeps the patterns themselves, for networks that compare their state with each of them."));
