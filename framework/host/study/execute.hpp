// Runs a study from its beginning to its result.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "journals/cell_folder.hpp"
#include "study/compute.hpp"
#include "study/study.hpp"

namespace engram::study {

/// Shard `number`, from 1, of `count`; only of the cells in `labels` if it is not empty.
struct Shard {
  std::size_t number = 1;
  std::size_t count = 1;
  std::vector<std::string> labels = {};
};

/// How a study is run.
struct RunOptions {
  bool overwrite = false;
  bool resume = false;
  bool recompute = false;
  bool accept_plugins = false;  ///< with `resume`: see accept_plugins()
  std::optional<Shard> shard;
  std::string cell;  ///< the only cell to run, if not empty
  ComputeOptions compute;
};

/// The cells in `cells` that belong to a shard. The shard of a cell depends only on the spec and on the labels, never
/// on computed cells, so that shards which start at different times leave no cell out.
std::vector<std::size_t> cells_of_shard(const Study& study, const std::vector<std::size_t>& cells,
                                        const Shard& shard);

/// The locked folder of a study, and its missing cells.
struct OpenStudy {
  journals::CellFolder folder;
  std::vector<std::size_t> missing;
  bool is_finished = false;  ///< see Computed
};

/// Opens the folder of a study: for this process alone, or shared with others if the options have a shard. Throws
/// RequestError if a result or a folder exists and no option says whether to keep it.
OpenStudy open_study(const Study& study, const RunOptions& options);

/// Runs a study and writes its result; returns whether everything was done and nothing failed. Workers compute cases,
/// cells of a sweep and runs with a timeout; this process computes a single run, or a single requested cell.
bool execute(const Study& study, const RunOptions& options);

}  // namespace engram::study
