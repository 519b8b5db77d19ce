// Runs one experiment: patterns, learning, analyses; each records into a separate group.
#pragma once

#include <string>

#include <engram/recorder.hpp>

#include "run/compose.hpp"

namespace engram::run {

/// Receives the results and the progress of an experiment.
class Output {
 public:
  virtual ~Output() = default;
  /// The recorder of a group: "patterns", "training", "model", "analyses/<label>". It lives as long as the output.
  virtual Recorder& group(const std::string& path) = 0;
  /// Begins a piece of work whose progress can be shown ("training", "analysis perturbation").
  virtual Monitor& begin(const std::string& work) = 0;
};

/// Gives the weights of a stored result to a model that was initialised. Throws RunError if they do not fit it.
void restore(Model& model, const StoredWeights& stored);

/// Runs an experiment whose parts fit. A failure is noted through Recorder::failure() of its group, and datasets
/// recorded before it are kept. After failed training no analysis runs; after a failed analysis the next one does.
/// Throws only Stopped, if the user asked to stop, and notes that too.
void run(Experiment experiment, Output& output);

}  // namespace engram::run
