// An analysis put to a system.
#pragma once

#include <engram/analysis.hpp>
#include <engram/random.hpp>
#include <engram/recorder.hpp>

namespace engram::test {

/// What an analysis records about a system.
inline MemoryRecorder ask(const Analysis& analysis, const System& system) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  analysis.run({system, RandomStreams(1, "analysis"), recorder, monitor});
  return recorder;
}

}  // namespace engram::test
