#include "study/execute.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "journals/journal.hpp"
#include "store/writer.hpp"
#include "study/accept.hpp"
#include "study/cell_reasons.hpp"
#include "study/compute.hpp"
#include "study/conclude.hpp"
#include "study/crash.hpp"
#include "study/merge.hpp"
#include "study/progress.hpp"
#include "study/provenance.hpp"
#include "study/slurm.hpp"
#include "study/spec_texts.hpp"
#include "system/print.hpp"

namespace engram::study {

namespace fs = std::filesystem;

namespace {

/// Runs one cell in this process, directly into its file.
bool run_alone(const Study& study, std::size_t cell, const fs::path& target, const RunOptions& options,
               const Stopwatch& watch) {
  study.refuse_input(target);
  store::Writer::check_target(target, options.overwrite);
  journals::CellFolder folder = study.open_folder(journals::CellFolder::Use::alone);
  folder.keep_nothing();
  const specification::ExperimentSpec experiment = study.spec().cases[cell];
  store::Writer writer(target, options.overwrite);
  system::CrashGuard& guard = study.crash_guard();
  name_parts(experiment, study.registry(), guard);
  guard.set_cure(hint_after_crash(target, study.request().command_line));
  store::Provenance provenance = provenance_of(study);
  write_specs(study, study.spec().has_cases ? experiment.resolved : study.spec().resolved,
              "The spec with every default written out.", writer);
  record_origins(study.spec(), writer.group("provenance/origins"));
  Progress progress(options.compute.quiet);
  progress.begin_run(0, 1);
  try {
    run_cell(
        study, experiment, options.cell.empty() ? std::optional(cell) : std::nullopt,
        [&](const std::string& path) -> Recorder& { return writer.group(path); },
        [&](const std::string& work) -> Monitor& {
          progress.begin(work);
          return progress;
        });
  } catch (const Stopped&) {
    writer.keep_existing();
  }
  progress.clear();
  if (std::string sentence = study.changed_input(experiment); !sentence.empty()) {
    writer.group("patterns").failure(std::move(sentence));
  }
  provenance.end = store::utc_now();
  store::write_provenance(writer, provenance);
  writer.finish();
  return conclude(target, "1 run", writer.failures(), watch.seconds(), options.compute.quiet);
}

/// Refuses to start if a result exists and no option says whether to replace it.
void check_target(const Study& study, const RunOptions& options) {
  const fs::path& target = study.request().target;
  study.refuse_input(target);
  std::error_code error;
  if (!options.overwrite && !options.resume && !options.shard && fs::is_regular_file(target, error)) {
    throw RequestError(
        fmt::format("{} exists; --resume computes what is missing, --overwrite replaces it, -o FILE writes elsewhere",
                    target.string()));
  }
  store::Writer::check_target(target, options.overwrite || options.resume || options.shard);
}

/// Starting again would remove the cells and the list of cells of tasks that wait in a queue.
void refuse_queued(const Study& study) {
  for (const std::string& job : jobs_of(study)) {
    throw RequestError(
        fmt::format("{} has tasks that are queued or running ({}); cancel them with scancel before --overwrite",
                    study.folder().string(), job));
  }
}

journals::CellFolder open_folder(const Study& study, const RunOptions& options) {
  check_target(study, options);
  const auto use = options.shard ? journals::CellFolder::Use::shared : journals::CellFolder::Use::alone;
  journals::CellFolder folder = study.open_folder(use);
  if (options.overwrite) {
    refuse_queued(study);
    folder.clear();
  } else if (const std::size_t cells = journals::Journals(study.folder()).size();
             cells > 0 && !options.resume && !options.shard) {
    throw RequestError(
        fmt::format("{} holds {} of a run that was interrupted; --resume goes on with {}, "
                    "--overwrite starts again",
                    study.folder().string(), counted(cells, "cell"), cells == 1 ? "it" : "them"));
  }
  return folder;
}

/// Cells that were accepted exist twice, with their old keys too.
bool drops_stale(const RunOptions& options) {
  return options.recompute || options.accept_plugins;
}

/// Prints the failures of the cells computed here, which no result shows before the merge.
void print_failures(const Study& study, const Computed& computed, const std::vector<std::size_t>& cells) {
  constexpr std::size_t most_shown = 10;
  std::size_t failed = 0;
  for (const std::size_t cell : cells) {
    const journals::CellRecord* const record = computed.find(study.key(cell));
    if (record == nullptr || !record->failed || ++failed > most_shown) {
      continue;
    }
    const std::string label = study.spec().cases.label(cell);
    for (const store::Failure& failure : computed.failures(record->key)) {
      const bool has_both = !label.empty() && !failure.group.empty();
      print_failure(label + (has_both ? ": " : "") + failure.group, failure.sentence);
    }
    if (const std::string advice = advice_for_cell(study, label); !advice.empty()) {
      system::print(stderr, "  {}\n", advice);
    }
  }
  if (failed > most_shown) {
    system::print(stderr, "engram: and {} that failed; 'engram status' lists them\n",
                  counted(failed - most_shown, "more cell"));
  }
}

/// Reports the end of a run that does not merge.
bool report_part(const Study& study, const std::vector<std::size_t>& cells, const ComputeEnd& end,
                 const RunOptions& options, const Stopwatch& watch) {
  const Computed computed(study, options.resume);
  print_failures(study, computed, cells);
  const std::size_t missing = computed.missing(study).size();
  if (!options.compute.quiet || end.stopped) {
    system::print("{}: {} computed, {} of {} are there in {:.2f} s; {}\n", study.folder().string(),
                  counted(end.computed - end.failed, "cell"), study.size() - missing, study.size(), watch.seconds(),
                  options.shard                      ? "'engram merge' writes the result"
                  : study.request().rerun_of.empty() ? "--resume goes on with them"
                                                     : "a rerun starts from the beginning");
  }
  return !end.stopped && end.failed == 0;
}

bool run_study(const Study& study, const RunOptions& options, const Stopwatch& watch) {
  const fs::path& target = study.request().target;
  const bool quiet = options.compute.quiet;
  const store::Provenance provenance = provenance_of(study);
  OpenStudy open = open_study(study, options);
  if (options.resume && !options.shard && open.is_finished) {
    return conclude_finished(study, open.folder, "compute", quiet);
  }
  const std::size_t kept = study.size() - open.missing.size();
  const std::vector<std::size_t> cells =
      options.shard ? cells_of_shard(study, open.missing, *options.shard) : std::move(open.missing);
  ComputeOptions how = options.compute;
  how.merges = !options.shard;
  const ComputeEnd end = compute(study, cells, how);
  if (end.stopped || options.shard) {
    return report_part(study, cells, end, options, watch);
  }
  const Computed computed(study, options.resume);
  std::optional<Merged> merged;
  try {
    merged = merge(study, computed, provenance, {options.overwrite, options.resume, drops_stale(options), {}, quiet});
  } catch (const Stopped&) {
    system::print("{}: all {} are there and were not merged; --resume goes on\n", study.folder().string(),
                  counted(study.size(), "cell"));
    return false;
  }
  open.folder.remove();
  const std::string what =
      kept == 0 ? specification::runs_in_words(study.spec(), merged->cells)
                : fmt::format("{} ({} computed, {} there before)",
                              specification::runs_in_words(study.spec(), merged->cells), end.computed, kept);
  return conclude(target, what, merged->failures, watch.seconds(), quiet);
}

}  // namespace

std::vector<std::size_t> cells_of_shard(const Study& study, const std::vector<std::size_t>& cells,
                                        const Shard& shard) {
  std::map<std::string, std::size_t> places;
  for (const std::string& label : shard.labels) {
    places.emplace(label, places.size());
  }
  if (!shard.labels.empty()) {
    std::size_t known = 0;
    for (std::size_t cell = 0; cell < study.size(); ++cell) {
      known += places.contains(study.spec().cases.label(cell)) ? 1U : 0U;
    }
    if (known < places.size()) {
      for (const auto& [label, place] : places) {
        (void)study.cell_of(label);  // reports the label that the spec does not have
      }
    }
  }
  std::vector<std::size_t> chosen;
  std::ranges::copy_if(cells, std::back_inserter(chosen), [&](std::size_t cell) {
    if (shard.labels.empty()) {
      return cell % shard.count == shard.number - 1;
    }
    const auto place = places.find(study.spec().cases.label(cell));
    return place != places.end() && place->second % shard.count == shard.number - 1;
  });
  return chosen;
}

OpenStudy open_study(const Study& study, const RunOptions& options) {
  journals::CellFolder folder = open_folder(study, options);
  if (options.accept_plugins) {
    refuse_foreign(study, Computed(study, true));
    const Accepted accepted = accept_plugins(study, options.compute);
    if (accepted.compared > 0 && !options.compute.quiet) {
      system::print("{} made with other builds: {} computed again with the same bits, {} accepted\n",
                    counted(accepted.compared + accepted.cells, "cell"), accepted.compared, accepted.cells);
    }
  }
  const Computed computed(study, options.resume);
  refuse_foreign(study, computed);
  if (!drops_stale(options)) {
    refuse_stale(study, computed, "--resume --recompute");
  }
  return {std::move(folder), computed.missing(study), computed.is_finished(study)};
}

bool execute(const Study& study, const RunOptions& options) {
  const Stopwatch watch;
  if (!options.cell.empty()) {
    return run_alone(study, study.cell_of(options.cell), study.request().target, options, watch);
  }
  if (study.spec().has_cases || study.spec().timeout) {
    return run_study(study, options, watch);
  }
  return run_alone(study, 0, study.request().target, options, watch);
}

}  // namespace engram::study
