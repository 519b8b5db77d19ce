#include "evaluation/claim_spec.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/plugin_info.hpp>
#include <engram/recorder.hpp>
#include <engram/words.hpp>

#include "evaluation/spec_records.hpp"
#include "evaluation/summary_columns.hpp"
#include "results/choice.hpp"
#include "values/quantity.hpp"

namespace engram::evaluation {

namespace {

/// Checks before a run whether datasets will have the dimensions and values that a claim needs.
class ClaimCheck {
 public:
  ClaimCheck(const CellIndex& cells, yaml::Problems& problems)
      : cells_(cells), problems_(problems), columns_(cells) {}

  void check(const specification::Record& record) {
    const std::vector<std::string> runs = cells_.cells_of(record, problems_);
    yaml::Problems contradictions;
    const auto claim = make_from<claims::Claim>(record, contradictions);
    if (!contradictions.empty()) {
      return;
    }
    for (const std::string& condition : claim.where) {
      check_condition(record, condition);
    }
    check_cells(record, claim);
    const std::string summary = "summary/";
    if (claim.dataset.starts_with(summary)) {
      columns_.check(record, "dataset", claim.dataset.substr(summary.size()), problems_);
      return;
    }
    for (const Declared& declared : cells_.check_dataset(record, "dataset", claim.dataset, runs, problems_)) {
      check_dimensions(record, claim, declared);
    }
  }

 private:
  /// Claims over several cells name columns and cases that the run will have.
  void check_cells(const specification::Record& record, const claims::Claim& claim) {
    if (!claim.along.empty()) {
      columns_.check(record, "along", claim.along, problems_);
    }
    if (!claim.against.empty()) {
      cells_.cells_named(record, "against", {claim.against}, problems_);
    }
    if (claim.over != claims::Over::each && cells_.is_single()) {
      problems_.add(record.mark_of("over"), "over: a single run has no other cells");
    }
  }

  /// A condition on a swept setting must hold for one of its values.
  void check_condition(const specification::Record& record, const std::string& condition) {
    const results::Choice choice = results::parse_condition(condition);
    if (!columns_.check(record, "where", choice.dimension, problems_) || !cells_.resolved()) {
      return;
    }
    const std::vector<std::string> values = swept_values(choice.dimension);
    const auto column = column_of_numbers(values);
    if (!column) {
      return;
    }
    if (!choice.is_number) {
      problems_.add(record.mark_of("where"), "where: " + results::numbers_only(choice));
    } else if (!chooses_any(choice, *column, values.size())) {
      problems_.add(record.mark_of("where"), fmt::format("where: no cell of the sweep has {}", condition),
                    {"its values: " + join(values)});
    }
  }

  static bool chooses_any(const results::Choice& choice, const Dataset& column, std::size_t count) {
    for (std::size_t entry = 0; entry < count; ++entry) {
      if (results::is_chosen(choice, column, entry)) {
        return true;
      }
    }
    return false;
  }

  /// The values of a setting as the sweep writes them; empty if it is not swept.
  [[nodiscard]] std::vector<std::string> swept_values(const std::string& setting) const {
    for (const specification::Axis& axis : cells_.spec().cases.axes()) {
      const auto swept = std::ranges::find(axis.settings, setting);
      if (swept != axis.settings.end()) {
        return axis.values[static_cast<std::size_t>(swept - axis.settings.begin())];
      }
    }
    return {};
  }

  /// Swept values as the summary stores them; nullopt if they are not all numbers or durations.
  static std::optional<Dataset> column_of_numbers(const std::vector<std::string>& values) {
    std::vector<double> reals;
    std::vector<std::int64_t> whole;
    for (const std::string& value : values) {
      if (const auto number = values::read_integer(value, "").value) {
        whole.push_back(*number);
      }
      if (const auto number = values::read_real(value, "s").value) {
        reals.push_back(*number);
      }
    }
    if (values.empty() || reals.size() != values.size()) {
      return std::nullopt;
    }
    Dataset column;
    if (whole.size() == values.size()) {
      column.values = std::move(whole);
    } else {
      column.values = std::move(reals);
    }
    return column;
  }

  void check_dimensions(const specification::Record& record, const claims::Claim& claim, const Declared& declared) {
    const std::vector<std::string>& dimensions = declared.dataset->dimensions;
    const auto has = [&](const std::string& name) { return std::ranges::find(dimensions, name) != dimensions.end(); };
    const std::string shape = dimensions.empty() ? "it is a single number" : "its dimensions: " + join(dimensions);
    for (const std::string& text : claim.select) {
      if (const std::string name = results::parse_choice(text).dimension; !has(name)) {
        problems_.add(record.mark_of("select"),
                      fmt::format("select: dataset '{}' has no dimension '{}'", declared.dataset->name, name),
                      dimensions.empty() ? std::vector{shape} : notes_on(name, "dimensions", dimensions));
        return;
      }
    }
    if (claim.target != results::TargetChoice::all && !has("target")) {
      problems_.add(record.mark_of("target"),
                    fmt::format("target: dataset '{}' has no dimension 'target'", declared.dataset->name), {shape});
      return;
    }
    const bool needs_own =
        claim.target == results::TargetChoice::own || claim.target == results::TargetChoice::others;
    if (needs_own && (!has("trial") || !knows_own_targets(*declared.plugin))) {
      problems_.add(
          record.mark_of("target"),
          fmt::format("target: the trials of dataset '{}' have no target of their own", declared.dataset->name),
          {"target: nearest and target: all do not need it"});
    }
    if (claim.relative_to == claims::Relative::first && dimensions.empty()) {
      problems_.add(
          record.mark_of("relative_to"),
          fmt::format("relative_to: dataset '{}' is a single number and has no first one", declared.dataset->name));
    }
  }

  static bool knows_own_targets(const PluginInfo& plugin) {
    return std::ranges::find(plugin.records, results::own_target, &Recorded::name) != plugin.records.end();
  }

  const CellIndex& cells_;
  yaml::Problems& problems_;
  SummaryColumns columns_;
};

}  // namespace

const specification::RecordSchema& claim_schema() {
  static const specification::RecordSchema schema{"claim", claims::Claim::params().list(), "", nullptr};
  return schema;
}

std::vector<claims::Claim> make_claims(const std::vector<specification::Record>& records, yaml::Problems& problems) {
  std::vector<claims::Claim> made;
  std::ranges::transform(records, std::back_inserter(made), [&](const specification::Record& record) {
    return make_from<claims::Claim>(record, problems);
  });
  return made;
}

void check_claims(const CellIndex& cells, yaml::Problems& problems) {
  make_claims(cells.spec().claims, problems);
  ClaimCheck check(cells, problems);
  for (const specification::Record& claim : cells.spec().claims) {
    check.check(claim);
  }
}

std::vector<claims::Verdict> judge_result(const store::Reader& reader, const results::Source& source,
                                          const std::string& spec_file) {
  yaml::Problems problems;
  const std::optional<yaml::Node> root = spec_root(reader, spec_file, problems);
  const std::vector<claims::Claim> made =
      stored_records(reader, spec_file, root, std::move(problems), "expect", claim_schema(),
                     [](const auto& records, yaml::Problems& found) { return make_claims(records, found); });
  const results::Summary summary(source);
  std::vector<claims::Verdict> verdicts;
  for (const claims::Claim& claim : made) {
    try {
      verdicts.push_back(claims::judge(claim, summary));
    } catch (const RequestError& error) {
      verdicts.push_back(claims::unjudged(claim, error.what()));
    }
  }
  return verdicts;
}

}  // namespace engram::evaluation
