// Running a study from its beginning to its result.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/program_options/variables_map.hpp>

#include "app/compute.hpp"
#include "app/shard.hpp"
#include "app/study.hpp"
#include "store/cell_folder.hpp"

namespace engram::app {

/// What `engram run` is asked besides the study.
struct RunOptions {
  bool overwrite = false;
  bool resume = false;
  bool recompute = false;
  std::optional<Shard> shard;
  std::string cell;  ///< the one that is to run alone
  ComputeOptions compute;
};

/// Reads --overwrite, --resume and --recompute. Throws RequestError where they contradict each other.
RunOptions run_options(const boost::program_options::variables_map& values);

/// The folder of a study in use by this process, and the cells that are to be computed.
struct OpenStudy {
  store::CellFolder folder;
  std::vector<std::size_t> missing;
  bool is_finished = false;  ///< see Computed
};

/// Opens the folder of a study: for this process alone, or together with others where the options name a shard.
/// Throws RequestError where there is a result or a folder already and the options do not say what becomes of it.
OpenStudy open_study(const Study& study, const RunOptions& options);

/// Runs a study and writes its result; returns the exit code. Cases, cells of a sweep and runs with a timeout are
/// computed by workers; a single run, or the one cell that was asked for, in this process.
int execute(const Study& study, const RunOptions& options);

}  // namespace engram::app
