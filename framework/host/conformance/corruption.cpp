// The laws of corruptions.
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/corruption.hpp>
#include <engram/counted.hpp>

#include "conformance/law.hpp"
#include "conformance/network.hpp"

namespace engram::conformance {

namespace {

/// Patterns of +-1, and graded patterns around 0, on one side of it and far from it.
std::vector<Vector> patterns(Index units) {
  RandomStream random = RandomStreams(3, "patterns").stream(0);
  Vector binary(units);
  Vector graded(units);
  for (Index unit = 0; unit < units; ++unit) {
    binary[unit] = random.sign();
    graded[unit] = -2.0 + 5.0 * random.uniform();
  }
  std::vector<Vector> all{binary, graded};
  for (const auto& [min, max] :
       {std::pair{0.0, 1.0}, std::pair{5.0, 6.0}, std::pair{-40.0, -30.0}, std::pair{-0.01, 0.02}}) {
    all.emplace_back(
        Vector::NullaryExpr(units, [&, from = min, to = max] { return from + (to - from) * random.uniform(); }));
  }
  return all;
}

/// Sizes that the corruption's check_units() accepts.
std::vector<Index> accepted_sizes(const Corruption& corruption) {
  std::vector<Index> accepted;
  for (const Index units : {1, 2, 3, 7, 12, 24, 25, 100}) {
    try {
      corruption.check_units(units);
      accepted.push_back(units);
    } catch (const ParameterError&) {
      continue;  // refused with a message, which is allowed
    }
  }
  if (accepted.empty()) {
    throw Broken("check_units() refuses every number of units from 1 to 100 that was tried");
  }
  return accepted;
}

Vector damaged(const Corruption& corruption, const Vector& pattern) {
  Fenced inside(pattern.size(), 1);
  inside.inside().col(0) = pattern;
  RandomStream random = RandomStreams(3, "damage").stream(0);
  corruption.apply(inside.inside().col(0), random);
  if (inside.broken()) {
    throw Broken(fmt::format("it writes outside of a pattern of {}", counted(pattern.size(), "unit")));
  }
  return inside.inside().col(0);
}

std::string hold_shape(const Specimen& specimen) {
  const auto corruption = make<Corruption>(specimen.part);
  const std::vector<Index> sizes = accepted_sizes(*corruption);
  for (const Index units : sizes) {
    for (const Vector& pattern : patterns(units)) {
      if (!damaged(*corruption, pattern).allFinite()) {
        throw Broken(fmt::format("it makes values that are not finite of a pattern of {}", counted(units, "unit")));
      }
    }
  }
  return fmt::format("patterns of {} to {}", sizes.front(), counted(sizes.back(), "unit"));
}

std::string hold_range(const Specimen& specimen) {
  const auto corruption = make<Corruption>(specimen.part);
  for (const Index units : accepted_sizes(*corruption)) {
    for (const Vector& pattern : patterns(units)) {
      const Range range = corruption->range({pattern.minCoeff(), pattern.maxCoeff()});
      for (const double value : damaged(*corruption, pattern)) {
        if (!range.contains(value)) {
          throw Broken(
              fmt::format("of a pattern with values from {:.4g} to {:.4g} it makes {:.4g}, and range() promises "
                          "{:.4g} to {:.4g}",
                          pattern.minCoeff(), pattern.maxCoeff(), value, range.min, range.max));
        }
      }
    }
  }
  return "values lie where range() says";
}

std::string hold_stream(const Specimen& specimen) {
  const auto corruption = make<Corruption>(specimen.part);
  for (const Index units : accepted_sizes(*corruption)) {
    for (const Vector& pattern : patterns(units)) {
      const Vector first = damaged(*corruption, pattern);
      static_cast<void>(damaged(*corruption, first));
      if (damaged(*corruption, pattern) != first) {
        throw Broken(
            "the same stream does other damage the second time; take chance from the stream, and keep nothing");
      }
    }
  }
  return "the same stream, the same damage";
}

}  // namespace

std::vector<Law> corruption_laws() {
  return {{"shape", "a pattern stays finite and nothing beside it is touched, for every size it takes", hold_shape},
          {"range", "damaged values lie where range() says", hold_range},
          {"stream", "the damage depends on the pattern and the stream alone", hold_stream}};
}

}  // namespace engram::conformance
