#include "study/merge.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "journals/cell_folder.hpp"
#include "journals/cell_listener.hpp"
#include "study/cell_reasons.hpp"
#include "study/cell_table.hpp"
#include "study/progress.hpp"
#include "study/provenance.hpp"
#include "study/spec_texts.hpp"
#include "study/summary.hpp"

namespace engram::study {

namespace {

/// "results.analyses.perturbation." for "analyses/perturbation"; no setting of a spec begins with "results".
std::string column_prefix(std::string group) {
  std::ranges::replace(group, '/', '.');
  return "results." + group + ".";
}

std::optional<std::variant<double, std::int64_t>> single_number(const Dataset& dataset) {
  const auto* reals = std::get_if<std::vector<double>>(&dataset.values);
  const auto* wholes = std::get_if<std::vector<std::int64_t>>(&dataset.values);
  if (!dataset.dimensions.empty()) {
    return std::nullopt;
  }
  if (reals != nullptr && reals->size() == 1) {
    return reals->front();
  }
  return wholes != nullptr && wholes->size() == 1 ? std::optional{std::variant<double, std::int64_t>(wholes->front())}
                                                  : std::nullopt;
}

/// Writes datasets below a prefix, and keeps a copy of each single number.
class CellWriter : public journals::CellListener {
 public:
  CellWriter(store::Writer& writer, std::string prefix) : writer_(writer), prefix_(std::move(prefix)) {}

  void group(const std::string& path) override { writer_.group(prefix_ + "/" + path); }
  void dataset(const std::string& group, Dataset dataset) override {
    if (const auto number = single_number(dataset)) {
      scalars_.push_back({column_prefix(group) + dataset.name, *number, dataset.unit, dataset.description});
    }
    writer_.group(prefix_ + "/" + group).record(std::move(dataset));
  }
  void failure(const std::string& group, std::string sentence) override {
    writer_.group(prefix_ + "/" + group).failure(std::move(sentence));
  }
  std::vector<Scalar> take_scalars() { return std::move(scalars_); }

 private:
  store::Writer& writer_;
  std::string prefix_;
  std::vector<Scalar> scalars_;
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
  SummaryTable summary;
  std::vector<std::size_t> numbers;
  std::vector<const journals::CellRecord*> records;
  Progress progress(options.quiet);
  progress.begin_run(0, 1);
  progress.begin("merging");
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    progress.progress(static_cast<double>(cell) / static_cast<double>(study.size()));
    const journals::CellRecord* record = computed.find(study.key(cell));
    if (record == nullptr) {
      continue;
    }
    const specification::ExperimentSpec experiment = spec.cases[cell];
    const std::string prefix = spec.has_cases ? "cases/" + experiment.label : "";
    CellWriter cell_writer(writer, prefix);
    if (spec.has_cases) {
      writer.text(prefix + "/spec/resolved", experiment.resolved,
                  "This case as a separate spec, every default written out.");
    }
    computed.play(record->key, cell_writer);
    if (spec.has_cases) {
      writer.complete(prefix);
    }
    summary.add({experiment.case_name, spec.cases.settings(cell), cell_writer.take_scalars()});
    numbers.push_back(cell);
    records.push_back(record);
  }
  if (spec.has_cases && !numbers.empty()) {
    std::vector<std::string> labels;
    std::ranges::transform(numbers, std::back_inserter(labels),
                           [&](std::size_t number) { return spec.cases.label(number); });
    summary.record(labels, writer.group("summary"));
    if (!spec.cases.axes().empty()) {
      summary.record_grid(spec.cases, numbers, writer.group("summary/grid"));
    }
    summary = {};
    record_cell_table(records, std::move(labels), writer.group(cell_table));
  }
  record_origins(spec, writer.group("provenance/origins"));
  provenance.end = store::utc_now();
  store::write_provenance(writer, provenance);
  if (partial) {
    writer.attribute("", "status", "partial");
  }
  writer.finish();
  return {numbers.size(), writer.failures()};
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
