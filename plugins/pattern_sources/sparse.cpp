// Sparse patterns: few values of a pattern are active, either the same number in every pattern, or each value
// independently with the same probability.
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <engram/plugin.hpp>
#include <engram/sized_patterns.hpp>
#include <engram/words.hpp>

using namespace engram;

struct Sparse : IndependentPatterns {
  enum class Coding { zero_one, signs };

  double activity = 0.1;
  bool exact = true;
  Coding coding = Coding::zero_one;

  static auto params() {
    return engram::params<Sparse>()
        .with<SizedPatterns>()
        .add(&Sparse::activity, "activity", "1", "Share of the values that are active.",
             {.max = 1, .above = 0, .required = true})
        .add(&Sparse::exact, "exact",
             "Whether every pattern has the same number of active values, activity times size rounded, or each value "
             "is active with probability activity.")
        .choice(&Sparse::coding, "coding", {{"zero_one", Coding::zero_one}, {"signs", Coding::signs}},
                "What active and other values are: 1 and 0, or +1 and -1.");
  }

  void check() const {
    SizedPatterns::check();
    if (exact && active() == 0) {
      throw ParameterError("activity", number_text(activity) + " of " + std::to_string(size) +
                                           " values is less than half a value, so that none would be active; "
                                           "activity has to be " +
                                           number_text(0.5 / static_cast<double>(size)) +
                                           " or more, or exact has to be false");
    }
  }

  Range range() const override { return {coding == Coding::signs ? -1.0 : 0.0, 1.0}; }
  void draw(RandomStream& random, VectorView pattern) const override {
    pattern.setConstant(coding == Coding::signs ? -1.0 : 0.0);
    if (exact) {
      draw_number(random, pattern);
    } else {
      draw_each(random, pattern);
    }
  }

 private:
  [[nodiscard]] Index active() const { return std::llround(activity * static_cast<double>(size)); }

  /// Takes as many steps of Fisher and Yates's shuffle as there are active values.
  void draw_number(RandomStream& stream, VectorView pattern) const {
    std::vector<Index> units(static_cast<std::size_t>(size));
    std::iota(units.begin(), units.end(), Index{0});
    const auto wanted = static_cast<std::size_t>(active());
    for (std::size_t drawn = 0; drawn < wanted; ++drawn) {
      const auto other = drawn + static_cast<std::size_t>(stream.below(units.size() - drawn));
      std::swap(units[drawn], units[other]);
      pattern(units[drawn]) = 1.0;
    }
  }

  void draw_each(RandomStream& stream, VectorView pattern) const {
    for (double& value : pattern) {
      if (stream.uniform() < activity) {
        value = 1.0;
      }
    }
  }
};

ENGRAM_PLUGINS(pattern_source<Sparse>("sparse", "Patterns with few active values.")
                   .with_equation("P(x_i = 1) = activity; x_i = 0 or -1 otherwise")
                   .with_source("M. V. Tsodyks, M. V. Feigel'man, Europhys. Lett. 6, 101 (1988)")
                   .with_example("count: 3, size: 24, activity: 0.25, coding: signs"));
