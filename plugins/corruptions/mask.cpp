// Mask: makes some units unknown, either randomly chosen ones or a stretch of the pattern, such as the second of two
// parts that belong together.
#include <algorithm>
#include <optional>
#include <string>

#include <engram/chosen_units.hpp>
#include <engram/plugin.hpp>

using namespace engram;

struct MaskUnits : Corruption {
  std::optional<double> fraction;
  std::optional<Index> first;
  std::optional<Index> count;
  double value = 0.0;

  static auto params() {
    return engram::params<MaskUnits>()
        .add(&MaskUnits::fraction, "fraction", "1", "Share of the units that are unknown, chosen at random.",
             {.min = 0, .max = 1})
        .add(&MaskUnits::first, "first", "1", "First unknown unit of a stretch, counted from 0.", {.min = 0})
        .add(&MaskUnits::count, "count", "1", "Number of unknown units from there on; default all that follow.",
             {.min = 1})
        .add(&MaskUnits::value, "value", "1", "Value of an unknown unit.");
  }

  void check() const {
    if (fraction.has_value() == first.has_value()) {
      throw ParameterError(fraction ? "first" : "fraction", "give either a fraction or the first unit of a stretch");
    }
    if (count && !first) {
      throw ParameterError("count", "count is the number of units masked from `first` on, and first is missing");
    }
  }

  void check_units(Index units) const override {
    if (first && *first >= units) {
      throw ParameterError("first", "there is no unit " + std::to_string(*first) + " in a pattern of " +
                                        std::to_string(units) + "; units are 0 to " + std::to_string(units - 1));
    }
    if (count && *count > units - *first) {
      throw ParameterError("count", "there are " + std::to_string(units - *first) + " units from unit " +
                                        std::to_string(*first) + " on, and not " + std::to_string(*count));
    }
  }

  Range range(Range of_pattern) const override {
    return {std::min(of_pattern.min, value), std::max(of_pattern.max, value)};
  }

  void apply(VectorView pattern, RandomStream& random) const override {
    if (first) {
      pattern.segment(*first, count.value_or(pattern.size() - *first)).setConstant(value);
      return;
    }
    for (const Index unit : chosen_units(pattern.size(), share_of(*fraction, pattern.size()), random)) {
      pattern[unit] = value;
    }
  }
};

ENGRAM_PLUGINS(corruption<MaskUnits>("mask", "Makes units unknown: a random share, or a stretch.")
                   .with_example("fraction: 0.25"));
