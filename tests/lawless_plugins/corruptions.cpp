// Corruptions that break laws.
#include <limits>

#include <engram/plugin.hpp>

namespace engram::test {

/// Writes one unit too many.
struct BreaksShape : Corruption {
  void apply(VectorView pattern, RandomStream& /*random*/) const override { pattern.data()[pattern.size()] = 0.0; }
};

struct BreaksRange : Corruption {
  void apply(VectorView pattern, RandomStream& /*random*/) const override { pattern *= 2.0; }
  [[nodiscard]] Range range(Range of_pattern) const override { return of_pattern; }
};

/// Right only for patterns between -2 and 3.
struct BreaksRangeElsewhere : Corruption {
  void apply(VectorView /*pattern*/, RandomStream& /*random*/) const override {}
  [[nodiscard]] Range range(Range /*of_pattern*/) const override { return {-2.0, 3.0}; }
};

struct BreaksStream : Corruption {
  void apply(VectorView pattern, RandomStream& /*random*/) const override {
    static int calls = 0;
    pattern[0] += 0.001 * static_cast<double>(++calls);
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::corruption<engram::test::BreaksShape>("breaks_shape", "Writes one unit too far."),
               engram::corruption<engram::test::BreaksRange>("breaks_range", "Promises what it does not keep."),
               engram::corruption<engram::test::BreaksRangeElsewhere>("breaks_range_elsewhere",
                                                                      "Promises the values that its author tried."),
               engram::corruption<engram::test::BreaksStream>("breaks_stream", "Counts its calls."));
