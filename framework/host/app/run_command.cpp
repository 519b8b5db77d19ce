#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>
#include <sched.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "app/build_info.hpp"
#include "app/checked_spec.hpp"
#include "app/compute.hpp"
#include "app/merge.hpp"
#include "app/options.hpp"
#include "app/origins.hpp"
#include "app/program.hpp"
#include "app/project.hpp"
#include "app/result_output.hpp"
#include "app/shard.hpp"
#include "app/study.hpp"
#include "run/run.hpp"
#include "store/provenance.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// The processors that this process may use.
std::size_t processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<std::size_t>(CPU_COUNT(&set)) : 1;
}

struct RunOptions {
  bool overwrite = false;
  bool resume = false;
  bool recompute = false;
  std::optional<Shard> shard;
  std::string cell;
  fs::path original;
  ComputeOptions compute;
};

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
  if (values.count("cell") != 0) {
    options.cell = values["cell"].as<std::string>();
  }
  return options;
}

store::Provenance provenance_of(const Study& study) {
  store::Provenance provenance = store::begin_provenance(build_info(), command_line(),
                                                         static_cast<std::int64_t>(study.spec().cases.front().seed));
  provenance.plugins = study.plugins();
  provenance.project = project_of(study.request().spec);
  return provenance;
}

void print_failures(const std::vector<store::Failure>& failures) {
  constexpr std::size_t shown = 10;
  for (std::size_t at = 0; at < std::min(shown, failures.size()); ++at) {
    fmt::print(stderr, "engram: failed: {}: {}\n", failures[at].group, failures[at].sentence);
  }
  if (failures.size() > shown) {
    fmt::print(stderr, "engram: and {} more failures; the datasets 'failures' in the file have them all\n",
               failures.size() - shown);
  }
}

/// Prints how a run ended, and returns the exit code.
int conclude(const fs::path& file, const std::string& what, const std::vector<store::Failure>& failures,
             double seconds, bool quiet) {
  if (!quiet || !failures.empty()) {
    print_failures(failures);
    fmt::print("{}: {} in {:.2f} s{}\n", file.string(), what, seconds,
               failures.empty() ? ""
                                : fmt::format(", {} {}; what was computed before is in the file", failures.size(),
                                              failures.size() == 1 ? "failure" : "failures"));
  }
  return failures.empty() ? exit_done : exit_failed;
}

class Stopwatch {
 public:
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

/// Runs one cell in this process, straight into its file.
int run_alone(const Study& study, std::size_t cell, const fs::path& target, const RunOptions& options,
              const Stopwatch& watch) {
  const spec::ExperimentSpec& experiment = study.spec().cases[cell];
  store::Writer writer(target, options.overwrite);
  store::Provenance provenance = provenance_of(study);
  writer.text("spec/original", study.spec().original, "The spec as it was written.");
  writer.text("spec/resolved", study.spec().has_cases ? experiment.resolved : study.spec().resolved,
              "The spec with every default written out.");
  record_origins(study.spec(), writer.group("provenance/origins"));
  Progress progress(options.compute.quiet);
  progress.begin_run(0, 1);
  ResultOutput output([&](const std::string& path) -> Recorder& { return writer.group(path); },
                      [&](const std::string& work) -> Monitor& {
                        progress.begin(work);
                        return progress;
                      });
  try {
    run::run(make_experiment(experiment, study.registry().catalogue()), output);
  } catch (const Stopped&) {
    writer.keep_existing();
  }
  progress.clear();
  provenance.end = store::utc_now();
  store::write_provenance(writer, provenance);
  writer.finish();
  return conclude(target, "1 run", writer.failures(), watch.seconds(), options.compute.quiet);
}

/// Whoever does not say --resume begins a folder of cells, and nobody else may have begun it.
void open_folder(const Study& study, const RunOptions& options) {
  const fs::path folder = study.folder();
  store::Writer::check_target(study.request().target, options.overwrite || options.resume);
  if (options.overwrite) {
    store::remove_folder(folder);
  }
  std::error_code error;
  fs::create_directories(fs::absolute(folder).parent_path(), error);
  const bool made = fs::create_directory(folder, error);
  if (error) {
    throw RequestError(fmt::format("{} cannot be made: {}", folder.string(), error.message()));
  }
  if (!made && !options.resume && !options.shard) {
    throw RequestError(
        fmt::format("{} holds {} cells of a run that is under way or was interrupted; --resume goes on with them, "
                    "--overwrite begins anew",
                    folder.string(), store::Journals(folder).cells().size()));
  }
}

/// What is there already must be of this study, or the user must have said that it may go.
void refuse_stale(const Study& study, const Computed& computed, const RunOptions& options) {
  const auto stale = computed.stale(study);
  if (stale.empty() || options.recompute) {
    return;
  }
  std::set<std::string> labels;
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    labels.insert(study.spec().cases.label(cell));
  }
  const store::CellRecord& first = *stale.front();
  throw RequestError(fmt::format(
      "{} {} there of '{}' {} not what the spec asks for: {}\n  --resume --recompute lets {} go, -o FILE writes "
      "elsewhere",
      stale.size(), stale.size() == 1 ? "cell is" : "cells are", study.request().target.stem().string(),
      stale.size() == 1 ? "and is" : "and are",
      labels.contains(first.label) ? fmt::format("'{}' was made with other settings, plugins or files", first.label)
                                   : fmt::format("the spec has no cell '{}' any more", first.label),
      stale.size() == 1 ? "it" : "them"));
}

int run_study(const Study& study, const RunOptions& options, const Stopwatch& watch) {
  const fs::path& target = study.request().target;
  const bool quiet = options.compute.quiet;
  const store::Provenance provenance = provenance_of(study);
  open_folder(study, options);
  std::vector<std::size_t> cells;
  {
    const Computed computed(study, options.resume);
    refuse_stale(study, computed, options);
    cells = computed.missing(study);
  }
  const std::size_t kept = study.size() - cells.size();
  if (options.shard) {
    cells = cells_of_shard(study, cells, *options.shard);
  }
  const ComputeEnd end = compute(study, cells, options.compute);
  if (end.stopped || options.shard) {
    const Computed computed(study, options.resume);
    const std::size_t missing = computed.missing(study).size();
    if (!quiet || end.stopped) {
      fmt::print("{}: {} cells computed, {} of {} are there in {:.2f} s; {}\n", study.folder().string(),
                 end.computed - end.failed, study.size() - missing, study.size(), watch.seconds(),
                 options.shard ? "'engram merge' writes the result" : "--resume goes on with them");
    }
    return end.stopped || end.failed > 0 ? exit_failed : exit_done;
  }
  const Computed computed(study, options.resume);
  const Merged merged = merge(study, computed, provenance, {options.overwrite || options.resume, false});
  const std::string what =
      kept == 0 ? fmt::format("{} cases", merged.cells)
                : fmt::format("{} cases ({} computed, {} there before)", merged.cells, end.computed, kept);
  return conclude(target, what, merged.failures, watch.seconds(), quiet);
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
  const Stopwatch watch;
  const RunOptions options = run_options(*values);
  const Study study(study_request(*values));
  if (values->count("dry-run") != 0) {
    print_cells(study.spec());
    return exit_done;
  }
  hear_wishes_to_stop();
  if (!options.cell.empty()) {
    const fs::path target = values->count("output") != 0 ? study.request().target : fs::path(options.cell + ".h5");
    return run_alone(study, study.cell_of(options.cell), target, options, watch);
  }
  if (study.spec().has_cases || study.spec().timeout) {
    return run_study(study, options, watch);
  }
  return run_alone(study, 0, study.request().target, options, watch);
}

}  // namespace engram::app
