// Sparse patterns: in each, the same number of units is active, chosen at random.
#include <string>

#include <engram/chosen_units.hpp>
#include <engram/plugin.hpp>

namespace engram::plugins {

struct Sparse : PatternSource {
  enum class Coding { zero_one, signs };

  Index count = 0;
  Index size = 0;
  double activity = 0.1;
  Coding coding = Coding::zero_one;

  static auto params() {
    return engram::params<Sparse>()
        .add(&Sparse::count, "count", "1", "Number of patterns.", {.min = 1, .required = true})
        .add(&Sparse::size, "size", "1", "Number of values in a pattern.", {.min = 1, .required = true})
        .add(&Sparse::activity, "activity", "1", "Share of the units that are active.", {.min = 0, .max = 1})
        .choice(&Sparse::coding, "coding", {{"zero_one", Coding::zero_one}, {"signs", Coding::signs}},
                "Values of a silent and an active unit: 0 and 1, or -1 and +1.");
  }

  void check() const {
    require_memory(8.0 * static_cast<double>(count) * static_cast<double>(size), "count",
                   std::to_string(count) + " patterns of " + std::to_string(size) + " values");
  }

  [[nodiscard]] Index pattern_count() const override { return count; }
  [[nodiscard]] Index pattern_size() const override { return size; }

  void generate(const RandomStreams& random, MatrixView patterns) const override {
    patterns.setConstant(coding == Coding::signs ? -1.0 : 0.0);
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      for (const Index unit : chosen_units(size, share_of(activity, size), stream)) {
        patterns(unit, pattern) = 1.0;
      }
    }
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::pattern_source<engram::plugins::Sparse>("sparse",
                                                               "A fixed share of active units, chosen at random."));
