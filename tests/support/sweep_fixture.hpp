// A spec without a sweep, and helpers that add one.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "spec_fixture.hpp"

namespace engram::specification::test {

using Lines = std::vector<std::string>;

inline const std::string base = R"(patterns: {plugin: gaussian, count: 10, size: 100}
model: {plugin: pc_hopfield, activation: tanh}
learning: predictive_coding
)";

inline Resolved with_sweep(const std::string& sweep, std::vector<std::string> sets = {}) {
  return resolve_text(base + "sweep:\n" + sweep, std::move(sets));
}

/// The labels of all cells of a spec without problems.
inline Lines labels_of(const Resolved& resolved) {
  INFO(yaml::render(resolved.problems));
  REQUIRE(resolved.problems.empty());
  Lines labels;
  for (const ExperimentSpec& cell : resolved.spec.cases) {
    labels.push_back(cell.label);
  }
  return labels;
}

inline Lines problems_of(const std::string& sweep, std::vector<std::string> sets = {}) {
  return lines_of(with_sweep(sweep, std::move(sets)).problems);
}

}  // namespace engram::specification::test
