// Sign flips: changes the sign of randomly chosen values, either of a given number or share of them, or of each value
// with a given probability.
#include <algorithm>
#include <optional>
#include <string>

#include <engram/chosen_units.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct SignFlips : Corruption {
  std::optional<Index> count;
  std::optional<double> fraction;
  bool independent = false;

  static auto params() {
    return engram::params<SignFlips>()
        .add(&SignFlips::count, "count", "1", "Number of values whose sign is flipped.", {.min = 0})
        .add(&SignFlips::fraction, "fraction", "1", "Share of the values whose sign is flipped, instead of a number.",
             {.min = 0, .max = 1})
        .add(&SignFlips::independent, "independent",
             "Whether each value is flipped independently, with the probability `fraction`; otherwise exactly that "
             "share, rounded to a whole number, is flipped.");
  }

  void check() const {
    if (count.has_value() == fraction.has_value()) {
      throw ParameterError(count ? "fraction" : "count", "sign_flips takes either a count or a fraction");
    }
    if (independent && !fraction) {
      throw ParameterError("independent", "independent flips need a fraction, the probability of each");
    }
  }

  void check_units(Index units) const override {
    if (count.value_or(0) > units) {
      throw ParameterError("count", "sign_flips cannot flip " + std::to_string(*count) + " values of a pattern of " +
                                        std::to_string(units));
    }
  }

  Range range(Range of_pattern) const override {
    return {std::min(of_pattern.min, -of_pattern.max), std::max(of_pattern.max, -of_pattern.min)};
  }

  void apply(VectorView pattern, RandomStream& random) const override {
    if (independent) {
      for (double& value : pattern) {
        value = random.uniform() < *fraction ? -value : value;
      }
      return;
    }
    const Index flips = count ? *count : share_of(*fraction, pattern.size());
    for (const Index unit : chosen_units(pattern.size(), flips, random)) {
      pattern[unit] = -pattern[unit];
    }
  }
};

ENGRAM_PLUGINS(
    corruption<SignFlips>("sign_flips", "Flips the sign of randomly chosen values.").with_example("count: 3"));
