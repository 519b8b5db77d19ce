// An analysis put to a system.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

#include "catch.hpp"

namespace engram::test {

using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

/// Runs an analysis on a system and returns its records.
inline MemoryRecorder ask(const Analysis& analysis, const System& system) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  analysis.run({system, RandomStreams(1, "analysis"), recorder, monitor});
  return recorder;
}

/// The values of a dataset, in row-major order: `list<Wholes>(recorder, "bit_errors")`. Throws
/// std::bad_variant_access if it has values of another type. With a name by reference, g++ 14 takes the result for a
/// dangling reference.
template <class List>
const List& list(const MemoryRecorder& recorder, std::string_view name) {
  return std::get<List>(recorder.find(std::string(name)).values);
}

/// A dataset of one number.
inline double scalar(const MemoryRecorder& recorder, const std::string& name) {
  REQUIRE(recorder.reals(name).size() == 1);
  return recorder.reals(name).front();
}

}  // namespace engram::test
