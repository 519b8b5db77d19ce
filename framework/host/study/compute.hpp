// Computes cells of a study, in this process or in worker processes.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "specification/spec.hpp"
#include "study/study.hpp"

namespace engram::study {

/// The recorder of a group of a result file or of a journal, and the monitor of a piece of work that begins.
using RecorderOf = std::function<Recorder&(const std::string& group)>;
using MonitorOf = std::function<Monitor&(const std::string& work)>;

/// Runs an experiment in this process and stores what the study keeps of the cell with that number; everything if the
/// experiment has a result of its own.
void run_cell(const Study& study, const specification::ExperimentSpec& experiment, std::optional<std::size_t> cell,
              const RecorderOf& recorder_of, const MonitorOf& monitor_of);

/// The processors that this process may use.
std::size_t processors();

struct ComputeOptions {
  std::size_t workers = 1;
  bool fail_fast = false;
  bool quiet = false;
  bool merges = true;  ///< whether a result of all cells is written afterwards
};

struct ComputeEnd {
  std::size_t computed = 0;
  std::size_t failed = 0;
  bool stopped = false;  ///< by the user, by the first failure if so requested, or by a full disk
};

/// Computes cells into the study's folder. A cell that crashes, hangs or ends its process is stored as a failure with
/// its last output; the other cells continue. Throws RunError if the folder cannot be written.
ComputeEnd compute(const Study& study, const std::vector<std::size_t>& cells, const ComputeOptions& options);

/// How to look at one cell alone: the command that runs it in its own process, which a debugger can follow, or the
/// place of its spec if the spec of the study is removed after the run. Empty for a single run that is no rerun.
std::string advice_for_cell(const Study& study, const std::string& label);

}  // namespace engram::study
