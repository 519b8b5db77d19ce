#include <chrono>
#include <cstddef>
#include <cstdio>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "app/study_options.hpp"
#include "sizes/result_size.hpp"
#include "study/execute.hpp"
#include "study/study.hpp"
#include "system/stop.hpp"

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
  usage.options.add_options()("jobs,j", po::value<std::string>()->value_name("N"),
                              "worker processes for cases and cells; default: as many as there are processors")(
      "resume", "compute only what is missing, in the result or of a run that was interrupted")(
      "recompute", "with --resume: drop cells that were made with other settings, plugins or files")(
      "accept-plugins",
      "with --resume: keep cells made with other builds of the same plugins, if a few of them, computed again, have "
      "the same bits")("overwrite", "replace a result that exists, and start again")(
      "shard", po::value<std::string>()->value_name("K/N"),
      "compute every Nth cell only, from the Kth on, and merge nothing; 'engram merge' does that")(
      "cells", po::value<std::string>()->value_name("FILE"), "compute only the cells whose labels are in FILE")(
      "cell", po::value<std::string>()->value_name("LABEL"),
      "run one cell as a single run, in this process; its result is LABEL.h5 unless -o says otherwise")(
      "fail-fast", "stop at the first failure")("dry-run",
                                                "list the cases, or the cells of a sweep, that would be computed, "
                                                "and estimate the size of the result from a few "
                                                "of them, in ten seconds at most; write nothing")(
      "quiet,q", "print errors only");
  usage.examples = {
      "engram run fig4.yaml", "engram run fig4.yaml -o results/fig4_seed2.h5 --set seed=2",
      "engram run fig4.yaml --set model.activation.plugin=relu --set analyses.perturbation.duration=20s",
      "engram run capacity.yaml -j 8 --resume", "engram run capacity.yaml --shard 1/4"};
  return usage;
}

/// Options that contradict each other, or that would be ignored.
void refuse_contradictions(const po::variables_map& values) {
  const std::string alone = "a single cell runs in this process, into its own result";
  refuse_conflicts(values, {{"cell", "resume", alone},
                            {"cell", "recompute", alone},
                            {"cell", "accept-plugins", alone},
                            {"accept-plugins", "recompute", "one keeps the cells that the other drops"},
                            {"accept-plugins", "shard", "parts cannot tell which cells were compared"},
                            {"accept-plugins", "cells", "parts cannot tell which cells were compared"},
                            {"cell", "shard", alone},
                            {"cell", "cells", alone},
                            {"cell", "jobs", alone},
                            {"cell", "fail-fast", alone},
                            {"dry-run", "quiet", "one prints a list, the other prints errors only"}});
  if (is_given(values, "overwrite") && (is_given(values, "shard") || is_given(values, "cells"))) {
    throw RequestError(
        "--overwrite would remove the cells of other parts, and --shard or --cells computes one part; remove the "
        "folder of cells once before the first part, or replace cells made with other settings by --resume "
        "--recompute");
  }
}

study::RunOptions all_options(const po::variables_map& values) {
  refuse_contradictions(values);
  study::RunOptions options = run_options(values);
  options.accept_plugins = is_given(values, "accept-plugins");
  if (options.accept_plugins && !options.resume) {
    throw RequestError("--accept-plugins needs --resume, which keeps cells");
  }
  options.compute.quiet = is_given(values, "quiet");
  options.compute.fail_fast = is_given(values, "fail-fast");
  options.compute.workers = whole_number(values, "jobs", 1, most_jobs).value_or(study::processors());
  options.shard = shard_of(values);
  options.cell = text_of(values, "cell");
  return options;
}

/// The cells that a run with these options would compute.
std::vector<std::size_t> wanted_cells(const study::Study& study, const study::RunOptions& options) {
  if (!options.cell.empty()) {
    return {study.cell_of(options.cell)};
  }
  std::vector<std::size_t> cells;
  if (options.resume) {
    cells = study::Computed(study, true).missing(study);
  } else {
    cells.resize(study.size());
    std::iota(cells.begin(), cells.end(), std::size_t{0});
  }
  return options.shard ? study::cells_of_shard(study, cells, *options.shard) : cells;
}

void print_cells(const study::Study& study, const std::vector<std::size_t>& cells) {
  for (const std::size_t cell : cells) {
    const std::string label = study.spec().cases.label(cell);
    app::print("{}\n", label.empty() ? "one run" : label);
  }
}

/// The size goes beside the list, which scripts read.
void print_size(const study::Study& study, const std::vector<std::size_t>& cells, const study::RunOptions& options) {
  constexpr std::chrono::seconds limit{10};
  const std::string target = study.request().target.string();
  if (cells.empty()) {
    app::print(stderr, "{}: nothing is left to compute\n", target);
    return;
  }
  std::fflush(stdout);
  const std::optional<std::size_t> alone = options.cell.empty() ? std::nullopt : std::optional(cells.front());
  app::print(stderr, "{}", sizes::in_words(sizes::estimate_size(study, alone, limit), target));
}

}  // namespace

int run_command(const std::vector<std::string>& arguments) {
  const auto values = parse(run_usage(), arguments);
  if (!values) {
    return exit_done;
  }
  const study::RunOptions options = all_options(*values);
  study::StudyRequest request = study_request(*values);
  if (!options.cell.empty() && values->count("output") == 0) {
    request.target = options.cell + ".h5";
  }
  const study::Study study(std::move(request));
  if (options.shard && !study.spec().has_cases) {
    throw RequestError(fmt::format("--{} shares out cells, and {} is a single run: it has neither cases nor a sweep",
                                   is_given(*values, "shard") ? "shard" : "cells", study.request().spec.string()));
  }
  if (!options.compute.quiet) {
    app::print(stderr, "{}", yaml::render(study.spec().doubts, "note"));
  }
  if (values->count("dry-run") != 0) {
    const std::vector<std::size_t> cells = wanted_cells(study, options);
    print_cells(study, cells);
    print_size(study, cells, options);
    return exit_done;
  }
  system::install_stop_handlers();
  return exit_code(study::execute(study, options));
}

}  // namespace engram::app
