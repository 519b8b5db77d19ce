// Sign flips: turns the sign of a given number of values, chosen at random without repetition.
#include <numeric>
#include <string>
#include <vector>

#include <engram/plugin.hpp>

namespace engram::plugins {

struct SignFlips : Corruption {
  Index count = 0;

  static auto params() {
    return engram::params<SignFlips>().add(&SignFlips::count, "count", "1", "Number of values whose sign turns.",
                                           {.min = 0, .required = true});
  }

  void check_units(Index units) const override {
    if (count > units) {
      throw ParameterError("count", "sign_flips cannot flip " + std::to_string(count) + " values of a pattern of " +
                                        std::to_string(units));
    }
  }

  void apply(VectorView pattern, RandomStream& random) const override {
    // The first `count` places of a random order: Fisher and Yates's shuffle, stopped early.
    std::vector<Index> order(static_cast<std::size_t>(pattern.size()));
    std::iota(order.begin(), order.end(), Index{0});
    for (std::size_t place = 0; place < static_cast<std::size_t>(count); ++place) {
      const auto chosen = place + static_cast<std::size_t>(random.below(order.size() - place));
      std::swap(order[place], order[chosen]);
      pattern[order[place]] = -pattern[order[place]];
    }
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::corruption<engram::plugins::SignFlips>(
    "sign_flips", "Turns the sign of a number of randomly chosen values."));
