// An analysis put to a system.
#pragma once

#include <engram/analysis.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

namespace engram::test {

/// Runs an analysis on a system and returns its records.
inline MemoryRecorder ask(const Analysis& analysis, const System& system) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  analysis.run({system, RandomStreams(1, "analysis"), recorder, monitor});
  return recorder;
}

}  // namespace engram::test
