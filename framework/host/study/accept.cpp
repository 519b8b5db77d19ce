#include "study/accept.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "journals/cell_listener.hpp"
#include "journals/journal.hpp"
#include "results/dataset_difference.hpp"
#include "store/path.hpp"
#include "study/cell_reasons.hpp"

namespace engram::study {

namespace {

/// A cell of the study, and the record of the same cell that was made with other builds.
struct Former {
  std::size_t cell = 0;
  journals::CellRecord record;
  std::string accepted;  ///< lines for the new record: what it was made with
};

/// All datasets of a cell by their paths.
class Datasets : public journals::CellListener {
 public:
  explicit Datasets(const cells::KeepPlan& plan, std::size_t cell) : filter_(plan, cell) {}

  void group(const std::string& /*path*/) override {}
  void dataset(const std::string& group, Dataset dataset) override {
    if (filter_.passes(group, dataset)) {
      all.emplace(store::join_path(group, dataset.name), std::move(dataset));
    }
  }
  void failure(const std::string& group, std::string sentence) override {
    all[store::join_path(group, "failures")].description += sentence;
  }

  std::map<std::string, Dataset> all;

 private:
  cells::KeepFilter filter_;
};

/// The first difference between two cells; empty if there is none.
std::string difference(const Datasets& was, const Datasets& is) {
  for (const auto& [path, dataset] : was.all) {
    const auto other = is.all.find(path);
    if (other == is.all.end()) {
      return fmt::format("{} is no longer recorded", path);
    }
    const std::string how = dataset.description != other->second.description
                                ? "the description has changed"
                                : join(results::differences(dataset, other->second), "; ");
    if (!how.empty()) {
      return fmt::format("{}: {}", path, how);
    }
  }
  for (const auto& [path, dataset] : is.all) {
    if (!was.all.contains(path)) {
      return fmt::format("{} is new", path);
    }
  }
  return "";
}

/// The cells that may be taken over. Throws RequestError if a stale cell differs in more than builds.
std::vector<Former> formers_of(const Study& study, const Computed& computed) {
  const Reasons reasons(study, computed);
  std::map<std::string, const journals::CellRecord*> stale;
  for (const journals::CellRecord* record : computed.stale(study)) {
    stale.emplace(record->label, record);
  }
  std::vector<Former> formers;
  for (const std::size_t cell : computed.missing(study)) {
    const auto found = stale.find(study.spec().cases.label(cell));
    if (found == stale.end() || found->second->failed) {
      continue;
    }
    const journals::CellRecord& record = *found->second;
    std::optional<std::string> accepted = reasons.other_builds(record, cell);
    if (!accepted) {
      throw RequestError(
          fmt::format("--accept-plugins keeps cells that only the builds of plugins and of engram tell "
                      "from those of the spec; '{}': {}; --recompute drops such cells",
                      record.label, reasons.of_stale(record)));
    }
    if (study.keep().lacking(cell, record.made_with).empty()) {
      formers.push_back({cell, record, *std::move(accepted)});
    }
  }
  return formers;
}

/// A few cells, at equal distances.
std::vector<std::size_t> sample_of(const std::vector<Former>& formers) {
  constexpr std::size_t most = 5;
  const std::size_t count = std::min(most, formers.size());
  std::vector<std::size_t> chosen;
  for (std::size_t number = 0; number < count; ++number) {
    chosen.push_back(number * (formers.size() - 1) / std::max<std::size_t>(count - 1, 1));
  }
  return chosen;
}

void take_over(const Study& study, const Computed& computed, const std::vector<Former>& formers,
               const std::set<std::size_t>& done) {
  journals::JournalWriter writer(study.folder());
  for (const Former& former : formers) {
    if (done.contains(former.cell)) {
      continue;
    }
    const specification::ExperimentSpec experiment = study.spec().cases[former.cell];
    journals::CellJournal journal = writer.begin();
    journals::RecordAgain copy([&](const std::string& group) -> Recorder& { return journal.group(group); });
    computed.play(former.record.key, copy);
    journals::CellRecord record = former.record;
    record.key = study.key(former.cell);
    record.made_with = study.made_with(experiment) + former.accepted + study.keep().line(former.cell);
    journal.finish(std::move(record), experiment.resolved);
  }
  writer.sync();
}

}  // namespace

Accepted accept_plugins(const Study& study, const ComputeOptions& options) {
  const Computed before(study, true);
  const std::vector<Former> formers = formers_of(study, before);
  if (formers.empty()) {
    return {};
  }
  const std::vector<std::size_t> sample = sample_of(formers);
  std::vector<std::size_t> cells;
  std::ranges::transform(sample, std::back_inserter(cells), [&](std::size_t at) { return formers[at].cell; });
  if (compute(study, cells, options).stopped) {
    throw Stopped("stopped by the user");
  }
  const Computed computed(study, true);
  for (const std::size_t at : sample) {
    const Former& former = formers[at];
    const journals::CellRecord* again = computed.find(study.key(former.cell));
    Datasets was(study.keep(), former.cell);
    Datasets is(study.keep(), former.cell);
    computed.play(former.record.key, was);
    if (again != nullptr) {
      computed.play(again->key, is);
    }
    const std::string how = again == nullptr ? "it could not be computed again" : difference(was, is);
    if (!how.empty()) {
      throw RequestError(
          fmt::format("the plugins changed the results: '{}': {}; --resume --recompute drops the cells "
                      "that were made before",
                      former.record.label, how));
    }
  }
  take_over(study, computed, formers, {cells.begin(), cells.end()});
  return {formers.size() - sample.size(), sample.size()};
}

}  // namespace engram::study
