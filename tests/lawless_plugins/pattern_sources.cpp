// Pattern sources that break laws.
#include <engram/plugin.hpp>

namespace engram::test {

template <class Self>
struct Source : PatternSource {
  Index count = 3;
  Index size = 12;
  static auto params() {
    return engram::params<Self>()
        .add(static_cast<Index Self::*>(&Source::count), "count", "1", "Number of patterns.", {.min = 1, .max = 1e6})
        .add(static_cast<Index Self::*>(&Source::size), "size", "1", "Values in a pattern.", {.min = 1, .max = 1e6});
  }
  [[nodiscard]] Index pattern_count() const override { return count; }
  [[nodiscard]] Index pattern_size() const override { return size; }
};

struct BreaksShape : Source<BreaksShape> {
  void generate(const RandomStreams& random, MatrixView patterns) const override {
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      for (Index unit = 0; unit + 1 < size; ++unit) {
        patterns(unit, pattern) = stream.sign();
      }
    }
  }
};

struct BreaksRange : Source<BreaksRange> {
  [[nodiscard]] Range range() const override { return {0.0, 1.0}; }
  void generate(const RandomStreams& random, MatrixView patterns) const override {
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      for (Index unit = 0; unit < size; ++unit) {
        patterns(unit, pattern) = stream.sign();
      }
    }
  }
};

struct BreaksWhole : Source<BreaksWhole> {
  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override { patterns.setOnes(); }
  [[nodiscard]] Patterns patterns(const RandomStreams& /*random*/) const override {
    return Matrix(-Matrix::Ones(size, count));
  }
};

struct BreaksMore : Source<BreaksMore> {
  void generate(const RandomStreams& random, MatrixView patterns) const override {
    RandomStream stream = random.stream(static_cast<std::uint64_t>(count));
    for (double& value : patterns.reshaped()) {
      value = stream.sign();
    }
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::pattern_source<engram::test::BreaksShape>("breaks_shape", "Leaves the last value out."),
               engram::pattern_source<engram::test::BreaksWhole>("breaks_whole", "Has two answers."),
               engram::pattern_source<engram::test::BreaksRange>("breaks_range", "Promises 0 to 1."),
               engram::pattern_source<engram::test::BreaksMore>("breaks_more", "Depends on their number."));
