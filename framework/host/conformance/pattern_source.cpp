// The laws of pattern sources.
#include <limits>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/pattern_source.hpp>

#include "conformance/law.hpp"
#include "conformance/network.hpp"

namespace engram::conformance {

namespace {

Matrix generated(const PatternSource& source, double before) {
  Fenced patterns(source.pattern_size(), source.pattern_count());
  patterns.inside().setConstant(before);
  source.generate(RandomStreams(7, "patterns"), patterns.inside());
  if (patterns.broken()) {
    throw Broken(
        "generate() writes outside of the patterns that it was given; they may be a block of a larger matrix");
  }
  return patterns.inside();
}

std::string hold_shape(const Specimen& specimen) {
  const auto source = make<PatternSource>(specimen.part);
  if (source->pattern_count() < 1 || source->pattern_size() < 1) {
    throw Broken(fmt::format("it promises {} of {}; both must be 1 or more, or be refused in check()",
                             counted(source->pattern_count(), "pattern"), counted(source->pattern_size(), "value")));
  }
  const Matrix over_nan = generated(*source, std::numeric_limits<double>::quiet_NaN());
  const Matrix over_seven = generated(*source, 7.0);
  for (Index pattern = 0; pattern < over_nan.cols(); ++pattern) {
    for (Index unit = 0; unit < over_nan.rows(); ++unit) {
      const double value = over_nan(unit, pattern);
      if (!std::isfinite(value) || value != over_seven(unit, pattern)) {
        throw Broken(
            fmt::format("value {} of pattern {} is {}: it is not filled, or depends on what stood there before", unit,
                        pattern, value));
      }
    }
  }
  if (source->patterns(RandomStreams(7, "patterns")).matrix() != over_nan) {
    throw Broken("patterns() has other values than generate() fills in");
  }
  return fmt::format("{} of {}, all filled", counted(over_nan.cols(), "pattern"), counted(over_nan.rows(), "value"));
}

std::string hold_range(const Specimen& specimen) {
  const auto source = make<PatternSource>(specimen.part);
  const Matrix patterns = generated(*source, 0.0);
  const Range range = source->range();
  for (const double value : patterns.reshaped()) {
    if (!range.contains(value)) {
      throw Broken(fmt::format("a value is {}, and range() promises {} to {}", value, range.min, range.max));
    }
  }
  return fmt::format("values from {:.4g} to {:.4g}, promised {} to {}", patterns.minCoeff(), patterns.maxCoeff(),
                     range.min, range.max);
}

std::string hold_more(const Specimen& specimen) {
  const Value count = specimen.part.value("count");
  const auto* given = std::get_if<std::int64_t>(&count);
  if (given == nullptr) {
    throw Skipped("it has no `count` to ask for more by");
  }
  const Matrix few = generated(*make<PatternSource>(specimen.part), 0.0);
  std::shared_ptr<PatternSource> more;
  try {
    more = make<PatternSource>(specimen.part.with("count", Value{*given + 2}));
  } catch (const RequestError&) {
    throw Skipped("it has no more patterns to give");
  }
  const Matrix many = generated(*more, 0.0);
  if (many.leftCols(few.cols()) != few) {
    throw Broken(
        "asking for more patterns changes the first ones; pattern k takes its numbers from random.stream(k) alone");
  }
  return fmt::format("the first {} of {} stay the same", few.cols(), many.cols());
}

}  // namespace

std::vector<Law> pattern_source_laws() {
  return {{"shape", "every value of every promised pattern is filled, and nothing else", hold_shape},
          {"range", "values lie where range() says", hold_range},
          {"more", "asking for more patterns leaves the first ones as they were", hold_more}};
}

}  // namespace engram::conformance
