// Numbers and durations as a spec writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::values {

/// A number read from text. If reading failed, `complaint` gives the reason ("'010' has a leading zero: write 10");
/// it is empty if the text does not resemble a number.
template <class T>
struct Reading {
  std::optional<T> value;
  std::string complaint = {};
};

/// A finite number in `unit`: "0.1", "1e3", and for the unit "s" also "100 ms" or "2min". Only decimal notation is
/// allowed: no leading zero, no hexadecimal, no separators.
Reading<double> read_real(std::string_view text, const std::string& unit);

/// A whole number: "10", "+10", "1e3".
Reading<std::int64_t> read_integer(std::string_view text, const std::string& unit);

/// The same for a node of a spec. Quoted scalars, lists and mappings are not numbers.
Reading<double> read_real(const yaml::Node& node, const std::string& unit);
Reading<std::int64_t> read_integer(const yaml::Node& node, const std::string& unit);

/// The time limit of a run, s, above 0 and at most a year; std::nullopt and a problem for any other value.
std::optional<double> read_timeout(const yaml::Node& node, yaml::Problems& problems);

/// An unsigned 64-bit whole number, up to 2^63 - 1.
Reading<std::uint64_t> read_seed(std::string_view text);
Reading<std::uint64_t> read_seed(const yaml::Node& node);

/// The unit of time that a word probably means: "ms" for "msec". Empty if there is none.
std::string unit_meant(std::string_view word);

/// A way to write seconds: count * 10^exponent * factor.
struct TimeUnit {
  std::string_view name;
  int exponent;
  int factor;
};

/// The unit of time of that name; nullptr if there is none.
const TimeUnit* time_unit(std::string_view name);

/// The units in which a parameter of this unit may be written: "us, ms, s, min, h" for "s".
std::vector<std::string> units_of(const std::string& unit);

}  // namespace engram::values
