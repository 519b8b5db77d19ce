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
#include "app/progress.hpp"
#include "app/shard.hpp"
#include "app/study.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

Usage run_usage() {
  Usage usage;
  usage.line = "engram run SPEC [options]";
  usage.paragraph =
      "Runs the experiment that SPEC describes and stores patterns, weights, training, analyses and provenance in "
      "one\n"
      "HDF5 file, which appears when it is complete. Cases and cells of a sweep are computed side by side.";
  add_study_options(usage);
  usage.options.add_options()("jobs,j", po::value<std::size_t>()->value_name("N"),
                              "worker processes for cases and cells; default: as many as there are processors")(
      "resume", "compute only what is missing, in the result or of a run that was interrupted")(
      "recompute", "with --resume: let go of cells that were made with other settings, plugins or files")(
      "overwrite", "replace a result that exists, and begin anew")(
      "shard", po::value<std::string>()->value_name("K/N"),
      "compute every Nth cell only, from the Kth on, and merge nothing; 'engram merge' does that")(
      "cells", po::value<std::string>()->value_name("FILE"), "compute only the cells whose labels are in FILE")(
      "cell", po::value<std::string>()->value_name("LABEL"),
      "run one cell as a single run, in this process; its result is LABEL.h5 unless -o says otherwise")(
      "fail-fast", "stop at the first failure")(
      "dry-run", "list the cases, or the cells of a sweep, and run nothing")("quiet,q", "print errors only");
  usage.examples = {
      "engram run fig4.yaml", "engram run fig4.yaml -o results/fig4_seed2.h5 --set seed=2",
      "engram run fig4.yaml --set model.activation.plugin=relu --set analyses.perturbation.duration=20s",
      "engram run capacity.yaml -j 8 --resume", "engram run capacity.yaml --shard 1/4"};
  return usage;
}

RunOptions run_options(const po::variables_map& values) {
  RunOptions options;
  options.overwrite = values.count("overwrite") != 0;
  options.resume = values.count("resume") != 0;
  options.recompute = values.count("recompute") != 0;
  options.compute.quiet = values.count("quiet") != 0;
  options.compute.fail_fast = values.count("fail-fast") != 0;
  options.compute.workers = values.count("jobs") != 0 ? values["jobs"].as<std::size_t>() : processors();
  if (options.compute.workers == 0) {
    throw RequestError("--jobs takes a number of processes from 1 up; found 0");
  }
  if (options.overwrite && options.resume) {
    throw RequestError("--overwrite begins anew and --resume goes on; give one of them");
  }
  if (options.recompute && !options.resume) {
    throw RequestError("--recompute goes with --resume; --overwrite computes everything anew");
  }
  if (values.count("shard") != 0) {
    options.shard = read_shard(values["shard"].as<std::string>());
  }
  if (values.count("cells") != 0) {
    options.shard = options.shard.value_or(Shard{});
    options.shard->labels = read_labels(values["cells"].as<std::string>());
  }
  if (options.overwrite && options.shard) {
    throw RequestError(
        "--overwrite would remove the cells of other parts, and --shard or --cells computes one part; remove the "
        "folder of cells once before the first part, or let --resume --recompute replace what was made with other "
        "settings");
  }
  if (values.count("cell") != 0) {
    options.cell = values["cell"].as<std::string>();
  }
  return options;
}

void print_cells(const spec::Spec& spec) {
  for (std::size_t cell = 0; cell < spec.cases.size(); ++cell) {
    const std::string label = spec.cases.label(cell);
    fmt::print("{}\n", label.empty() ? "one run" : label);
  }
}

}  // namespace

int run_command(const std::vector<std::string>& arguments) {
  const auto values = parse(run_usage(), arguments);
  if (!values) {
    return exit_done;
  }
  const RunOptions options = run_options(*values);
  StudyRequest request = study_request(*values);
  if (!options.cell.empty() && values->count("output") == 0) {
    request.target = options.cell + ".h5";
  }
  const Study study(std::move(request));
  if (values->count("dry-run") != 0) {
    print_cells(study.spec());
    return exit_done;
  }
  hear_wishes_to_stop();
  return execute(study, options);
}

}  // namespace engram::app
