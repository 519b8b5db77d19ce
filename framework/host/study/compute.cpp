#include "study/compute.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/core.h>
#include <sched.h>

#include <engram/counted.hpp>
#include <engram/memory.hpp>

#include "journals/journal.hpp"
#include "run/run.hpp"
#include "store/path.hpp"
#include "store/provenance.hpp"
#include "study/checked_spec.hpp"
#include "study/progress.hpp"
#include "system/print.hpp"
#include "system/stop.hpp"
#include "system/worker_pool.hpp"

namespace engram::study {

namespace {

/// Stores what the study keeps of one group of a cell.
class KeepingRecorder : public Recorder {
 public:
  KeepingRecorder(Recorder& recorder, cells::KeepFilter& filter, std::string group)
      : recorder_(recorder), filter_(filter), group_(std::move(group)) {}

  void record(Dataset dataset) override {
    if (filter_.passes(group_, dataset)) {
      recorder_.record(std::move(dataset));
    } else {
      check_shape(dataset);
    }
  }
  void failure(std::string sentence) override { recorder_.failure(std::move(sentence)); }

 private:
  Recorder& recorder_;
  cells::KeepFilter& filter_;
  std::string group_;
};

/// Passes the records of one run to their file, and tells the crash guard which group they are for.
class ResultOutput : public run::Output {
 public:
  /// Without `cell`, everything is stored.
  ResultOutput(const Study& study, std::optional<std::size_t> cell, const RecorderOf& recorder_of,
               const MonitorOf& monitor_of)
      : study_(study), recorder_of_(recorder_of), monitor_of_(monitor_of) {
    if (cell) {
      filter_.emplace(study.keep(), *cell);
    }
  }

  Recorder& group(const std::string& path) override {
    study_.crash_guard().set_when(fmt::format("in '{}'", path));
    Recorder& recorder = recorder_of_(path);
    return filter_ ? recorders_.try_emplace(path, recorder, *filter_, path).first->second : recorder;
  }
  Monitor& begin(const std::string& work) override { return monitor_of_(work); }
  /// Stores what is left at the end of the run.
  void finish() {
    if (std::optional<Dataset> indices = filter_ ? filter_->take_indices() : std::nullopt) {
      recorder_of_("patterns").record(*std::move(indices));
    }
  }

 private:
  const Study& study_;
  std::optional<cells::KeepFilter> filter_;
  std::map<std::string, KeepingRecorder> recorders_;  ///< by group
  const RecorderOf& recorder_of_;
  const MonitorOf& monitor_of_;
};

/// The work of a worker: one cell after the other, each into the journal of the process.
class CellWork : public system::Work {
 public:
  explicit CellWork(const Study& study) : study_(study), journal_(study.folder()) {}

  std::string do_task(std::size_t cell, Monitor& monitor) override {
    // A crash must reach the waiting process; the message goes to the worker's log.
    study_.crash_guard().let_crash();
    const auto started = std::chrono::steady_clock::now();
    const specification::ExperimentSpec experiment = study_.spec().cases[cell];
    journals::CellRecord record{study_.key(cell),
                                experiment.label,
                                host_,
                                store::utc_now(),
                                0.0,
                                false,
                                study_.made_with(experiment) + study_.keep().line(cell)};
    journals::CellJournal journal = journal_.begin();
    run_cell(
        study_, experiment, cell, [&](const std::string& path) -> Recorder& { return journal.group(path); },
        [&](const std::string& /*work*/) -> Monitor& { return monitor; });
    if (std::string sentence = study_.changed_input(experiment); !sentence.empty()) {
      journal.group("patterns").failure(std::move(sentence));
    }
    record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return journal.finish(record, experiment.resolved) ? "failed" : "";
  }
  void finish() override { journal_.sync(); }

 private:
  const Study& study_;
  journals::JournalWriter journal_;
  std::string host_ = store::host_name();
};

/// The last lines of what a worker printed.
std::string last_lines(const std::string& log, std::size_t count) {
  std::size_t at = log.size();
  while (at > 0 && count > 0) {
    at = log.rfind('\n', at - 1);
    if (at == std::string::npos) {
      return log;
    }
    if (at + 1 != log.size()) {
      --count;
    }
  }
  return log.substr(at + (at < log.size() && log[at] == '\n' ? 1 : 0));
}

class CellWatcher : public system::Watcher {
 public:
  CellWatcher(const Study& study, std::size_t cells, const ComputeOptions& options)
      : study_(study), cells_(cells), options_(options), progress_(options.quiet), journal_(study.folder()) {
    progress_.begin_run(0, 1);
    progress_.begin("");
    show();
  }

  bool ended(const system::TaskEnd& end) override {
    under_way_.erase(end.task);
    ++result_.computed;
    const std::string label = study_.spec().cases.label(end.task);
    const bool lost = end.how != system::TaskEnd::How::done;
    if (lost) {
      keep(end, label);
    }
    if (!end.log.empty()) {
      progress_.clear();
      const std::string text = lost ? last_lines(end.log, 12) : end.log;
      system::print(stderr, "{}{}", text, text.ends_with('\n') ? "" : "\n");
    }
    if (lost) {
      const std::string advice = advice_for_cell(study_, label);
      system::print(stderr, "engram: {} {}{}{}\n", label.empty() ? "the run" : label, end.words,
                    advice.empty() ? "" : "; ", advice);
    }
    result_.failed += lost || !end.words.empty() ? 1 : 0;
    show();
    const bool go_on = (result_.failed == 0 || !options_.fail_fast) && disk_suffices();
    result_.stopped = result_.stopped || !go_on;
    return go_on;
  }
  void progress(std::size_t task, double fraction) override {
    under_way_[task] = fraction;
    show();
  }
  bool stop_requested() override {
    result_.stopped = result_.stopped || system::stop_is_requested();
    return system::stop_is_requested();
  }
  [[nodiscard]] const ComputeEnd& end() const { return result_; }

 private:
  /// Stores a cell that its worker could not finish as a failure, with everything that is known about it.
  void keep(const system::TaskEnd& end, const std::string& label) {
    journals::CellJournal journal = journal_.begin();
    const specification::ExperimentSpec experiment = study_.spec().cases[end.task];
    Recorder& recorder = journal.group("");
    recorder.failure(end.words);
    if (!end.log.empty()) {
      recorder.record({"log", {}, {}, std::vector{end.log}, "", "What the run printed before it was lost."});
    }
    journal.finish(
        {study_.key(end.task), label, store::host_name(), store::utc_now(), 0.0, true, study_.made_with(experiment)},
        experiment.resolved);
  }
  /// Whether the disk has room for the remaining cells, if these are as large as the computed ones are on average,
  /// and for the result, which repeats all cells. Looks after 1, 2, 4, 8, ... cells, and prints an error if there is
  /// too little.
  bool disk_suffices() {
    if (result_.computed < next_look_ || result_.computed == cells_ || result_.stopped) {
      return true;
    }
    next_look_ = 2 * result_.computed;
    std::error_code error;
    const double free = static_cast<double>(std::filesystem::space(study_.folder(), error).available);
    const double each = (bytes_in(study_.folder()) - bytes_before_) / static_cast<double>(result_.computed);
    const std::size_t left = cells_ - result_.computed;
    const double need = each * static_cast<double>(left + (options_.merges ? study_.size() : 0));
    if (error || need <= free) {
      return true;
    }
    progress_.clear();
    system::print(
        stderr,
        "engram: {}: the disk has {} free, and {} not computed yet{} need about {} ({} each); free some space, "
        "name another disk with -o, or share the cells out with --shard\n",
        study_.folder().string(), bytes_text(free), counted(left, "cell"), options_.merges ? " and the result" : "",
        bytes_text(need), bytes_text(each));
    return false;
  }
  static double bytes_in(const std::filesystem::path& folder) {
    double bytes = 0.0;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      // Another process may remove a file between the listing and this line.
      const auto size = entry.is_regular_file(error) ? entry.file_size(error) : 0;
      bytes += error ? 0.0 : static_cast<double>(size);
    }
    return bytes;
  }
  void show() {
    double done = static_cast<double>(result_.computed);
    for (const auto& [task, fraction] : under_way_) {
      done += fraction;
    }
    if (!system::stop_is_requested()) {
      progress_.progress(fmt::format("[{}/{}] cells", result_.computed, cells_), done / static_cast<double>(cells_));
    }
  }

  const Study& study_;
  std::size_t cells_;
  const ComputeOptions& options_;
  Progress progress_;
  journals::JournalWriter journal_;
  std::map<std::size_t, double> under_way_;
  double bytes_before_ = bytes_in(study_.folder());
  std::size_t next_look_ = 1;
  ComputeEnd result_;
};

}  // namespace

void run_cell(const Study& study, const specification::ExperimentSpec& experiment, std::optional<std::size_t> cell,
              const RecorderOf& recorder_of, const MonitorOf& monitor_of) {
  ResultOutput output(study, cell, recorder_of, monitor_of);
  run::run(make_experiment(experiment, study.registry().catalogue()), output);
  output.finish();
}

std::string advice_for_cell(const Study& study, const std::string& label) {
  if (const std::filesystem::path& result = study.request().rerun_of; !result.empty()) {
    return fmt::format("its spec is {} in {}", store::resolved_path_of(label), result.string());
  }
  if (label.empty()) {
    return "";
  }
  std::vector<std::string> words{"engram", "run"};
  const std::vector<std::string> request = study.request().words();
  words.insert(words.end(), request.begin(), request.end());
  words.insert(words.end(), {"--cell", label});
  return "to run it alone: " + store::shell_text(words);
}

std::size_t processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<std::size_t>(CPU_COUNT(&set)) : 1;
}

ComputeEnd compute(const Study& study, const std::vector<std::size_t>& cells, const ComputeOptions& options) {
  if (cells.empty()) {
    return {};
  }
  CellWork work(study);
  CellWatcher watcher(study, cells.size(), options);
  run_in_workers(cells, work, watcher,
                 {std::clamp<std::size_t>(options.workers, 1, cells.size()), study.spec().timeout});
  return watcher.end();
}

}  // namespace engram::study
