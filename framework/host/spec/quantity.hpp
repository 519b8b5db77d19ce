// Numbers and durations as a spec writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// A number read from text. Where there is none, `complaint` says why ("'010' has a leading zero: write 10"); it is
/// empty where the text is no number of any kind.
template <class T>
struct Reading {
  std::optional<T> value;
  std::string complaint = {};
};

/// A finite number in `unit`: "0.1", "1e3", and for the unit "s" also "100 ms" or "2min". Nothing but decimal
/// notation: no leading zero, no hexadecimal, no separators.
Reading<double> read_real(std::string_view text, const std::string& unit);

/// A whole number: "10", "+10", "1e3".
Reading<std::int64_t> read_integer(std::string_view text, const std::string& unit);

/// The same for a node of a spec. A quoted scalar is a text, and lists and mappings are not numbers either.
Reading<double> read_real(const Node& node, const std::string& unit);
Reading<std::int64_t> read_integer(const Node& node, const std::string& unit);

/// The time limit of a run, s, above 0 and at most a year; none, and a problem, where it is no such duration.
std::optional<double> read_timeout(const Node& node, Problems& problems);

/// A whole number of 64 bits without a sign.
Reading<std::uint64_t> read_seed(std::string_view text);
Reading<std::uint64_t> read_seed(const Node& node);

/// The unit of time that another word may mean: "ms" for "msec". Empty where it means none.
std::string unit_meant(std::string_view word);

/// A way to write seconds: count * 10^exponent * factor.
struct TimeUnit {
  std::string_view name;
  int exponent;
  int factor;
};

/// The unit of time of that name; nullptr where there is none.
const TimeUnit* time_unit(std::string_view name);

/// The units in which a parameter of this unit may be written: "us, ms, s, min, h" for "s".
std::vector<std::string> units_of(const std::string& unit);

}  // namespace engram::spec
