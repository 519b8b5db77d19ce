#include "app/execute.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <vector>

#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/checked_spec.hpp"
#include "app/conclude.hpp"
#include "app/crash.hpp"
#include "app/merge.hpp"
#include "app/origins.hpp"
#include "app/program.hpp"
#include "app/progress.hpp"
#include "app/result_output.hpp"
#include "run/run.hpp"
#include "store/journal.hpp"
#include "store/writer.hpp"

namespace engram::app {

namespace fs = std::filesystem;

namespace {

/// Runs one cell in this process, straight into its file.
int run_alone(const Study& study, std::size_t cell, const fs::path& target, const RunOptions& options,
              const Stopwatch& watch) {
  const spec::ExperimentSpec& experiment = study.spec().cases[cell];
  store::Writer writer(target, options.overwrite);
  plugins::CrashGuard& guard = study.crash_guard();
  name_parts(experiment, study.registry(), guard);
  guard.remove_file(writer.hidden_file());
  guard.set_cure(fmt::format("{} was not written. To see where it crashed: gdb --args {}", target.string(),
                             store::shell_text(command_line())));
  store::Provenance provenance = provenance_of(study);
  writer.text("spec/original", study.spec().original, "The spec as it was written.");
  writer.text("spec/resolved", study.spec().has_cases ? experiment.resolved : study.spec().resolved,
              "The spec with every default written out.");
  record_origins(study.spec(), writer.group("provenance/origins"));
  Progress progress(options.compute.quiet);
  progress.begin_run(0, 1);
  ResultOutput output(
      [&](const std::string& path) -> Recorder& {
        guard.set_when(fmt::format("in '{}'", path));
        return writer.group(path);
      },
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
  guard.remove_file({});
  return conclude(target, "1 run", writer.failures(), watch.seconds(), options.compute.quiet);
}

/// Whoever does not say --resume begins a folder of cells, and nobody else may have begun it.
void open_folder(const Study& study, const RunOptions& options) {
  const fs::path folder = study.folder();
  const fs::path& target = study.request().target;
  std::error_code error;
  if (!options.overwrite && !options.resume && !options.shard && fs::is_regular_file(target, error)) {
    throw RequestError(
        fmt::format("{} exists; --resume computes what it lacks, --overwrite replaces it, -o FILE writes elsewhere",
                    target.string()));
  }
  store::Writer::check_target(target, options.overwrite || options.resume || options.shard);
  store::remove_rests(folder);
  if (options.overwrite) {
    store::remove_folder(folder);
  }
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
  std::vector<std::size_t> cells = open_study(study, options);
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
  std::optional<Merged> merged;
  try {
    merged = merge(study, computed, provenance, {options.overwrite || options.resume, {}, quiet});
  } catch (const Stopped&) {
    fmt::print("{}: all {} cells are there and were not merged; --resume goes on\n", study.folder().string(),
               study.size());
    return exit_failed;
  }
  const std::string what =
      kept == 0 ? fmt::format("{} cases", merged->cells)
                : fmt::format("{} cases ({} computed, {} there before)", merged->cells, end.computed, kept);
  return conclude(target, what, merged->failures, watch.seconds(), quiet);
}

}  // namespace

std::vector<std::size_t> open_study(const Study& study, const RunOptions& options) {
  open_folder(study, options);
  const Computed computed(study, options.resume);
  try {
    refuse_stale(study, computed, options);
  } catch (const RequestError&) {
    // Where nothing was in it, it was made just now.
    std::error_code ignored;
    fs::remove(study.folder(), ignored);
    throw;
  }
  return computed.missing(study);
}

int execute(const Study& study, const RunOptions& options) {
  const Stopwatch watch;
  if (!options.cell.empty()) {
    return run_alone(study, study.cell_of(options.cell), study.request().target, options, watch);
  }
  if (study.spec().has_cases || study.spec().timeout) {
    return run_study(study, options, watch);
  }
  return run_alone(study, 0, study.request().target, options, watch);
}

}  // namespace engram::app
