// A study on Slurm: an array of tasks that compute shards, and a job that merges.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "study/study.hpp"

namespace engram::study {

struct SlurmOptions {
  std::size_t tasks = 1;
  std::vector<std::string> array_options;  ///< of sbatch for the array of tasks, by script_option()
  std::vector<std::string> merge_options;  ///< the same for the merging job
  bool resume = false;                     ///< take the cells of the result that exists, and replace it
  bool recompute = false;                  ///< and drop those that were made with other settings, plugins or files
  bool overwrite = false;                  ///< replace a result that exists
  bool only_print = false;                 ///< print the scripts without submitting them
};

/// An option of sbatch as a script names it, behind "#SBATCH": blanks end a word there, '#' begins a comment, and
/// quotes and backslashes are read as a shell reads them. The value begins behind the first "=" or blank, or
/// behind the letter of a short option. Throws
/// RequestError for a text that is not one option.
std::string script_option(const std::string& option);

/// Writes the scripts of a study's missing cells into its folder and submits them; does not wait for them. The
/// scripts start the program of this process with the options of `engram`. Throws RequestError if there is no sbatch
/// or it refuses.
void submit_to_slurm(const Study& study, const std::vector<std::size_t>& cells, const SlurmOptions& options);

/// A line for each job of the study that Slurm still lists.
std::vector<std::string> jobs_of(const Study& study);

}  // namespace engram::study
