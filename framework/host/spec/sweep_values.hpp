// The values that a swept path takes: lists, and ranges on a linear or a log scale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

inline constexpr std::int64_t most_swept_values = 100'000;

struct SweptValues {
  std::vector<Node> values;
  std::vector<std::string> words;  ///< each value as a part of a label
};

/// The values between two ends, of which samples are drawn.
struct SweptSpan {
  double from;
  double to;
  std::string unit;  ///< "1" or "s"
  bool log;
  bool whole;  ///< whole numbers only, both ends among them
};

/// Reads `[VALUE, ...]` or `{from, to, step or count, scale}`.
std::optional<SweptValues> read_swept_values(const Node& node, Problems& problems);

/// Reads `{from, to, scale}`.
std::optional<SweptSpan> read_swept_span(const Node& range, Problems& problems);

/// A number as a spec writes it: "5", "0.05 s".
std::string quantity_text(double number, const std::string& unit);

}  // namespace engram::spec
