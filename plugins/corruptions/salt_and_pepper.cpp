// Salt and pepper: randomly chosen values become the high or the low value, with equal probability.
#include <algorithm>

#include <engram/chosen_units.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct SaltAndPepper : Corruption {
  double fraction = 0.1;
  double pepper = -1.0;
  double salt = 1.0;

  static auto params() {
    return engram::params<SaltAndPepper>()
        .add(&SaltAndPepper::fraction, "fraction", "1", "Share of the values that are replaced.",
             {.min = 0, .max = 1})
        .add(&SaltAndPepper::pepper, "pepper", "1", "The low value.")
        .add(&SaltAndPepper::salt, "salt", "1", "The high value.");
  }

  Range range(Range of_pattern) const override {
    return {std::min({of_pattern.min, pepper, salt}), std::max({of_pattern.max, pepper, salt})};
  }

  void apply(VectorView pattern, RandomStream& random) const override {
    for (const Index unit : chosen_units(pattern.size(), share_of(fraction, pattern.size()), random)) {
      pattern[unit] = random.sign() > 0.0 ? salt : pepper;
    }
  }
};

ENGRAM_PLUGINS(corruption<SaltAndPepper>("salt_and_pepper",
                                         "Replaces randomly chosen values by the highest or the lowest one.")
                   .with_example("fraction: 0.2"));
