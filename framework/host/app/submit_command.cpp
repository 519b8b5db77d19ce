#include <cstddef>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "app/study_options.hpp"
#include "study/execute.hpp"
#include "study/slurm.hpp"
#include "study/study.hpp"

namespace engram::app {

namespace po = boost::program_options;

int submit_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram submit SPEC --slurm [options]";
  usage.paragraph =
      "Submits a sweep to Slurm and returns at once: an array of tasks, each of which computes a part of the cells, "
      "and\n"
      "a job after it that merges them. SPEC is kept as it is now. What a killed task leaves is submitted again "
      "with\n"
      "--resume. For any other scheduler there are 'engram run --shard K/N' and 'engram merge'.";
  add_study_options(usage);
  usage.options.add_options()("slurm", "submit to Slurm, with sbatch")(
      "tasks", po::value<std::string>()->value_name("N"), "tasks of the array, at most; default: 8")(
      "sbatch", po::value<std::vector<std::string>>()->composing()->value_name("OPTION"),
      "option of sbatch for the tasks, such as --sbatch=--time=2:00:00; may be given again")(
      "merge-sbatch", po::value<std::vector<std::string>>()->composing()->value_name("OPTION"),
      "the same for the job that merges")("resume", "submit only what is missing")(
      "recompute", "with --resume: drop cells that were made with other settings, plugins or files")(
      "overwrite", "replace a result that exists, and start again")("dry-run", "print the scripts, submit nothing");
  usage.examples = {"engram submit capacity.yaml --slurm --tasks 50 --sbatch=--time=1:00:00 --sbatch=--mem=2G",
                    "engram submit capacity.yaml --slurm --resume"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  if (values->count("slurm") == 0) {
    throw RequestError("submit needs a scheduler: --slurm is the only one that it knows");
  }
  const study::RunOptions options = run_options(*values);
  constexpr std::size_t most_tasks = 100'000;
  study::SlurmOptions slurm;
  slurm.tasks = whole_number(*values, "tasks", 1, most_tasks).value_or(8);
  slurm.only_print = is_given(*values, "dry-run");
  slurm.resume = options.resume;
  slurm.recompute = options.recompute;
  slurm.overwrite = options.overwrite;
  for (const std::string& option : texts_of(*values, "sbatch")) {
    slurm.array_options.push_back(study::script_option(option));
  }
  for (const std::string& option : texts_of(*values, "merge-sbatch")) {
    slurm.merge_options.push_back(study::script_option(option));
  }
  const study::Study study(study_request(*values));
  if (!study.spec().has_cases) {
    throw RequestError(fmt::format("{} is a single run: it has neither cases nor a sweep to share out",
                                   study.request().spec.string()));
  }
  if (slurm.only_print) {
    std::vector<std::size_t> cells(study.size());
    std::iota(cells.begin(), cells.end(), std::size_t{0});
    study::submit_to_slurm(study, options.overwrite ? cells : study::Computed(study, options.resume).missing(study),
                           slurm);
    return exit_done;
  }
  // open_study() unlocks the folder again before a task can start.
  const std::vector<std::size_t> cells = study::open_study(study, options).missing;
  study::submit_to_slurm(study, cells, slurm);
  return exit_done;
}

}  // namespace engram::app
