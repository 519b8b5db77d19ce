// An analysis put to a system.
#pragma once

#include <string>

#include <engram/analysis.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

#include "catch.hpp"

namespace engram::test {

/// Runs an analysis on a system and returns its records.
inline MemoryRecorder ask(const Analysis& analysis, const System& system) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  analysis.run({system, RandomStreams(1, "analysis"), recorder, monitor});
  return recorder;
}

/// A dataset of one number.
inline double scalar(const MemoryRecorder& recorder, const std::string& name) {
  REQUIRE(recorder.reals(name).size() == 1);
  return recorder.reals(name).front();
}

}  // namespace engram::test
