// Runs one experiment: patterns, learning, analyses; each records into a group of its own.
#pragma once

#include <string>

#include <engram/recorder.hpp>

#include "run/compose.hpp"

namespace engram::run {

/// Where an experiment leaves its results and says how far it is.
class Output {
 public:
  virtual ~Output() = default;
  /// The recorder of a group: "patterns", "training", "model", "analyses/<label>". It lasts as long as the output.
  virtual Recorder& group(const std::string& path) = 0;
  /// Begins a piece of work that a person may want to watch ("training", "analysis perturbation").
  virtual Monitor& begin(const std::string& work) = 0;
};

/// Runs an experiment whose parts fit. What fails while it runs is noted through Recorder::failure() of the group
/// that it happened in, and what was recorded before stays: after failed training no analysis runs, after a failed
/// analysis the next one does. Throws Stopped, with that noted too, where the user asked to stop, and nothing else.
void run(Experiment experiment, Output& output);

}  // namespace engram::run
