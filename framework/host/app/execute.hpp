// Running a study from its beginning to its result.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/compute.hpp"
#include "app/shard.hpp"
#include "app/study.hpp"

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

/// Begins or joins the folder of a study, and returns the cells that are to be computed. Throws RequestError where
/// there is a result or a folder already and the options do not say what becomes of it.
std::vector<std::size_t> open_study(const Study& study, const RunOptions& options);

/// Runs a study and writes its result; returns the exit code. Cases, cells of a sweep and runs with a timeout are
/// computed by workers; a single run, or the one cell that was asked for, in this process.
int execute(const Study& study, const RunOptions& options);

}  // namespace engram::app
