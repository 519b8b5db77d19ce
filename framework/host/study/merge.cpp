#include "study/merge.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "cells/cell_table.hpp"
#include "cells/kept_cells.hpp"
#include "cells/stacks.hpp"
#include "cells/summary.hpp"
#include "journals/cell_folder.hpp"
#include "journals/cell_listener.hpp"
#include "store/format.hpp"
#include "store/path.hpp"
#include "store/stack_writer.hpp"
#include "study/cell_reasons.hpp"
#include "study/progress.hpp"
#include "study/provenance.hpp"
#include "study/spec_texts.hpp"

namespace engram::study {

namespace {

/// Writes the datasets of a cell to its stack.
class StackedCellWriter : public journals::CellListener {
 public:
  explicit StackedCellWriter(store::StackWriter& stack) : stack_(stack) {}

  void group(const std::string& path) override { stack_.group(path); }
  void dataset(const std::string& group, Dataset dataset) override { stack_.dataset(group, std::move(dataset)); }
  void failure(const std::string& group, std::string sentence) override {
    throw std::logic_error("a cell with a failure is in no stack: " + group + ": " + sentence);
  }

 private:
  store::StackWriter& stack_;
};

/// A result is complete only if it has every cell of the spec.
void require_all(const Study& study, const Computed& computed) {
  std::size_t missing = 0;
  std::string first;
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    if (computed.find(study.key(cell)) == nullptr && missing++ == 0) {
      first = study.spec().cases.label(cell);
    }
  }
  if (missing == 0) {
    return;
  }
  const std::size_t stale = computed.stale(study).size();
  throw RunError(fmt::format(
      "{} of {} {} missing{}{}; 'engram run {} --resume' computes {}, 'engram merge --partial FILE' writes the "
      "others",
      missing, counted(study.size(), "cell"), missing == 1 ? "is" : "are",
      first.empty() ? "" : fmt::format(", such as '{}'", first),
      stale == 0 ? ""
                 : fmt::format(", beside {} made with other settings, plugins, files or numerics ('engram status "
                               "--explain' says which)",
                               counted(stale, "cell")),
      study.request().spec.string(), missing == 1 ? "it" : "them"));
}

/// With --resume the result whose cells are used may be replaced, but no other file.
bool may_replace(const MergeOptions& options) {
  return options.overwrite || (options.resume && options.partial.empty());
}

/// The cells of a study on their way into a result. Each is read twice: for its shape and its row of the summary, and
/// to be written.
class Merging {
 public:
  Merging(const Study& study, const Computed& computed, store::Writer& writer, bool quiet)
      : study_(study), computed_(computed), writer_(writer), progress_(quiet) {
    progress_.begin_run(0, 1);
    progress_.begin("merging");
  }

  [[nodiscard]] std::size_t size() const { return cells_.size(); }

  void look() {
    const specification::Spec& spec = study_.spec();
    for (std::size_t cell = 0; cell < study_.size(); ++cell) {
      progress_.progress(static_cast<double>(cell) / static_cast<double>(2 * study_.size()));
      const journals::CellRecord* record = computed_.find(study_.key(cell));
      if (record == nullptr) {
        continue;
      }
      cells::CellShape shape;
      cells::SharedOnly shared(study_.keep(), cell, shape);
      play(cell, *record, shared);
      cells_.push_back({cell, may_be_stacked(shape) ? shape.digest() : ""});
      records_.push_back(*record);
      study_.keep().set_line(cell, records_.back().made_with);
      resolved_.push_back(spec.cases[cell].resolved);
      summary_.add({spec.cases.case_name(cell), spec.cases.settings(cell), shape.take_scalars()});
    }
  }

  void write() {
    const specification::Spec& spec = study_.spec();
    std::vector<std::size_t> numbers;
    std::ranges::transform(cells_, std::back_inserter(numbers), &cells::ShapedCell::number);
    std::vector<bool> done(cells_.size(), false);
    if (!spec.cases.axes().empty()) {
      for (cells::CellStack& stack : cells::stacks_of(cells_, spec.cases, summary_.axes(spec.cases, numbers))) {
        write_stack(stack);
        std::ranges::for_each(stack.rows, [&](std::size_t row) { done[row] = true; });
      }
    }
    for (std::size_t row = 0; row < cells_.size(); ++row) {
      if (!done[row]) {
        write_alone(row);
      }
    }
    if (!spec.has_cases || cells_.empty()) {
      return;
    }
    std::vector<std::string> labels;
    std::ranges::transform(numbers, std::back_inserter(labels),
                           [&](std::size_t number) { return spec.cases.label(number); });
    summary_.record(labels, writer_.group("summary"));
    if (!spec.cases.axes().empty()) {
      summary_.record_grid(spec.cases, numbers, writer_.group("summary/grid"));
    }
    summary_ = {};
    cells::record_cell_table(records_, std::move(labels), writer_.group(cells::cell_table));
  }

 private:
  static constexpr const char* resolved_description = "This case as a separate spec, every default written out.";

  /// A cell with a failure stays apart, as does one whose names are those of axes.
  [[nodiscard]] bool may_be_stacked(const cells::CellShape& shape) const {
    const std::vector<specification::Axis>& axes = study_.spec().cases.axes();
    const auto is_free = [&](const std::string& name) { return !shape.uses(name); };
    return !axes.empty() && !shape.has_failed() && is_free("cell") && is_free(store::labels_name) &&
           is_free(store::character_dimension) && std::ranges::all_of(axes, [&](const specification::Axis& axis) {
             return is_free(axis.name) && std::ranges::all_of(axis.paths, is_free);
           });
  }

  void write_stack(cells::CellStack& stack) {
    store::StackWriter writer(writer_, stack.path, std::move(stack.axes));
    StackedCellWriter cell_writer(writer);
    for (std::size_t at = 0; at < stack.rows.size(); ++at) {
      const std::size_t row = stack.rows[at];
      writer.begin(stack.places[at], study_.spec().cases.label(cells_[row].number));
      cells::SharedOnly shared(study_.keep(), cells_[row].number, cell_writer);
      play(cells_[row].number, records_[row], shared);
      writer.text(store::resolved_path, std::move(resolved_[row]), resolved_description);
      write_own(cells_[row].number, shared.take_own());
      advance();
    }
    writer.finish();
  }

  /// Plays what the study keeps of a cell.
  void play(std::size_t cell, const journals::CellRecord& record, journals::CellListener& listener) const {
    cells::KeptOnly kept(study_.keep(), cell, listener);
    computed_.play(record.key, kept);
    kept.finish();
  }

  /// Writes the datasets that a cell does not share with the cells of its stack.
  void write_own(std::size_t cell, std::map<std::string, std::vector<Dataset>> own) {
    const std::string place = store::cell_path(study_.spec().cases.label(cell));
    for (auto& [group, datasets] : own) {
      for (Dataset& dataset : datasets) {
        writer_.group(store::join_path(place, group)).record(std::move(dataset));
      }
    }
    if (!own.empty()) {
      writer_.complete(place);
    }
  }

  void write_alone(std::size_t row) {
    const bool has_cases = study_.spec().has_cases;
    const std::string label = study_.spec().cases.label(cells_[row].number);
    const std::string place = store::cell_path(label);
    if (has_cases) {
      writer_.text(store::resolved_path_of(label), std::move(resolved_[row]), resolved_description);
    }
    journals::RecordAgain cell_writer(
        [&](const std::string& group) -> Recorder& { return writer_.group(store::join_path(place, group)); });
    play(cells_[row].number, records_[row], cell_writer);
    if (has_cases) {
      writer_.complete(place);
    }
    advance();
  }

  void advance() {
    progress_.progress(0.5 + static_cast<double>(written_++) / static_cast<double>(2 * study_.size()));
  }

  const Study& study_;
  const Computed& computed_;
  store::Writer& writer_;
  Progress progress_;
  std::vector<cells::ShapedCell> cells_;
  std::vector<journals::CellRecord> records_;
  std::vector<std::string> resolved_;
  cells::SummaryTable summary_;
  std::size_t written_ = 0;
};

}  // namespace

Merged merge(const Study& study, const Computed& computed, store::Provenance provenance,
             const MergeOptions& options) {
  const specification::Spec& spec = study.spec();
  const bool partial = !options.partial.empty();
  if (!partial) {
    require_all(study, computed);
    if (!options.recompute) {
      refuse_stale(study, computed, "--recompute");
    }
  }
  store::Writer writer(partial ? options.partial : study.request().target, may_replace(options),
                       partial ? std::filesystem::path() : study.folder());
  write_specs(
      study, spec.resolved,
      "The spec with its defaults written out; what a sweep changes or its filters read is as it was written.",
      writer);
  Merging merging(study, computed, writer, options.quiet);
  merging.look();
  merging.write();
  record_origins(spec, writer.group("provenance/origins"));
  provenance.end = store::utc_now();
  store::write_provenance(writer, provenance);
  if (partial) {
    writer.attribute("", "status", "partial");
  }
  writer.finish();
  return {merging.size(), writer.failures()};
}

bool merge_parts(const Study& study, const MergeOptions& options, const Stopwatch& watch) {
  const bool partial = !options.partial.empty();
  const std::filesystem::path target = partial ? options.partial : study.request().target;
  study.refuse_input(target);
  store::Writer::check_target(target, may_replace(options));
  std::optional<journals::CellFolder> folder;
  if (!partial) {
    folder.emplace(study.open_folder(journals::CellFolder::Use::alone));
  }
  std::optional<Merged> merged;
  {
    const Computed computed(study, options.resume);
    refuse_foreign(study, computed);
    if (options.resume && !partial && computed.is_finished(study)) {
      return conclude_finished(study, *folder, "merge", options.quiet);
    }
    merged = merge(study, computed, provenance_of(study), options);
  }
  if (folder) {
    folder->remove();
  }
  return conclude(target, specification::runs_in_words(study.spec(), merged->cells), merged->failures,
                  watch.seconds(), options.quiet);
}

}  // namespace engram::study
