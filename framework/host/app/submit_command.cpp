#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/execute.hpp"
#include "app/options.hpp"
#include "app/program.hpp"
#include "app/slurm.hpp"
#include "app/study.hpp"

namespace engram::app {

namespace po = boost::program_options;

int submit_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram submit SPEC --slurm [options]";
  usage.paragraph =
      "Submits a sweep to Slurm and returns at once: an array of tasks, each of which computes a part of the cells, "
      "and\n"
      "a job behind it that merges them. SPEC is kept as it is now. What a killed task leaves is submitted again "
      "with\n"
      "--resume. For any other scheduler there are 'engram run --shard K/N' and 'engram merge'.";
  add_study_options(usage);
  usage.options.add_options()("slurm", "submit to Slurm, with sbatch")(
      "tasks", po::value<std::size_t>()->value_name("N")->default_value(8), "tasks of the array, at most")(
      "sbatch", po::value<std::vector<std::string>>()->composing()->value_name("OPTION"),
      "option of sbatch for the tasks, such as --sbatch=--time=2:00:00; may be given again")(
      "merge-sbatch", po::value<std::vector<std::string>>()->composing()->value_name("OPTION"),
      "the same for the job that merges")("resume", "submit only what is missing")(
      "recompute", "with --resume: let go of cells that were made with other settings, plugins or files")(
      "overwrite", "replace a result that exists, and begin anew")("dry-run", "print the scripts, submit nothing");
  usage.examples = {"engram submit capacity.yaml --slurm --tasks 50 --sbatch=--time=1:00:00 --sbatch=--mem=2G",
                    "engram submit capacity.yaml --slurm --resume"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  if (values->count("slurm") == 0) {
    throw RequestError("submit needs to know where to: --slurm is the one scheduler it knows");
  }
  RunOptions options;
  options.resume = values->count("resume") != 0;
  options.overwrite = values->count("overwrite") != 0;
  options.recompute = values->count("recompute") != 0;
  SlurmOptions slurm;
  slurm.tasks = (*values)["tasks"].as<std::size_t>();
  slurm.only_print = values->count("dry-run") != 0;
  if (slurm.tasks == 0) {
    throw RequestError("--tasks takes a number of tasks from 1 up; found 0");
  }
  for (const auto& [name, into] :
       {std::pair{"sbatch", &slurm.array_options}, {"merge-sbatch", &slurm.merge_options}}) {
    if (values->count(name) != 0) {
      *into = (*values)[name].as<std::vector<std::string>>();
    }
  }
  const Study study(study_request(*values));
  if (!study.spec().has_cases) {
    throw RequestError(fmt::format("{} is a single run: it has neither cases nor a sweep to share out",
                                   study.request().spec.string()));
  }
  if (slurm.only_print) {
    submit_to_slurm(study, Computed(study, options.resume).missing(study), slurm);
    return exit_done;
  }
  // The folder is free again before a task can begin.
  const std::vector<std::size_t> cells = open_study(study, options).missing;
  slurm.replace = options.resume || options.overwrite;
  submit_to_slurm(study, cells, slurm);
  return exit_done;
}

}  // namespace engram::app
