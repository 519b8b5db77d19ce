#include "claims/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "claims/cell_groups.hpp"
#include "claims/combine.hpp"
#include "claims/selection.hpp"
#include "results/dataset_group.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"
#include "results/setting_number.hpp"
#include "theory/curve.hpp"

namespace engram::claims {

using results::Summary;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The number of a claim in one cell, or the reason why there is none.
struct Measured {
  double number = nan;
  std::string trouble;
};

class Judge {
 public:
  Judge(const Claim& claim, const Summary& summary) : claim_(claim), summary_(summary), source_(summary.source()) {}

  [[nodiscard]] Verdict verdict() const {
    Verdict verdict;
    verdict.claim = claim_;
    const std::vector<std::size_t> rows = chosen_rows(claim_, summary_);
    if (summary_.size() == 0) {
      judge_single_run(verdict);
    } else {
      std::map<std::size_t, Measured> measured = measured_in(rows, verdict.unit);
      if (!claim_.against.empty()) {
        relate(measured, rows, verdict.unit);
      }
      if (!claim_.theory.empty()) {
        subtract_theory(measured);
      }
      if (claim_.over == Over::each) {
        for (const std::size_t row : rows) {
          verdict.findings.push_back(finding(summary_.labels()[row], measured[row]));
        }
      } else {
        judge_groups(measured, rows, verdict);
      }
      if (rows.size() > 1) {
        verdict.differing = summary_.differing_columns(rows);
      }
    }
    conclude(verdict);
    return verdict;
  }

 private:
  void judge_single_run(Verdict& verdict) const {
    for (const auto& [name, given] :
         {std::pair{"over", claim_.over != Over::each}, std::pair{"against", !claim_.against.empty()}}) {
      if (given) {
        throw RequestError(fmt::format("{}: a single run has no other cells", name));
      }
    }
    if (!claim_.theory.empty()) {
      throw RequestError("theory: a single run has no summary, and so no column that x could stand for");
    }
    if (claim_.dataset.starts_with(results::summary_prefix)) {
      (void)column_of_claim();  // refuses: a single run has no summary
      return;
    }
    refuse_missing({""});
    verdict.findings.push_back(finding("", from_cell("", verdict.unit)));
  }

  /// The number of each of `rows`.
  [[nodiscard]] std::map<std::size_t, Measured> measured_in(const std::vector<std::size_t>& rows,
                                                            std::string& unit) const {
    std::map<std::size_t, Measured> measured;
    if (claim_.dataset.starts_with(results::summary_prefix)) {
      const Dataset stored = column_of_claim();
      const std::vector<double> column = results::numbers_of(stored);
      unit = unit_of(stored);
      for (const std::size_t row : rows) {
        measured[row].number = reduced(claim_, {column[row]});
      }
      return measured;
    }
    std::vector<std::string> labels;
    std::ranges::transform(rows, std::back_inserter(labels), [&](std::size_t row) { return summary_.labels()[row]; });
    refuse_missing(labels);
    for (const std::size_t row : rows) {
      measured[row] = from_cell(summary_.labels()[row], unit);
    }
    return measured;
  }

  /// A dataset that no cell has is a mistake of the claim.
  void refuse_missing(const std::vector<std::string>& labels) const {
    if (std::ranges::none_of(labels, [&](const auto& label) { return source_.has(path_in(label)); })) {
      results::refuse_dataset(claim_.dataset, labels.front(), source_);
    }
  }

  /// Replaces numbers by their differences from those of the other case, or by their ratios to them.
  void relate(std::map<std::size_t, Measured>& measured, const std::vector<std::size_t>& rows,
              std::string& unit) const {
    const std::vector<std::size_t> partners = partners_of(claim_, summary_, rows);
    std::string unit_of_others;
    std::map<std::size_t, Measured> others = measured_in(partners, unit_of_others);
    for (std::size_t at = 0; at < rows.size(); ++at) {
      Measured& own = measured[rows[at]];
      const Measured& other = others[partners[at]];
      own.number = claim_.by == Relation::ratio ? own.number / other.number : own.number - other.number;
      if (own.trouble.empty() && !other.trouble.empty()) {
        own.trouble = fmt::format("{}: {}", summary_.labels()[partners[at]], other.trouble);
      }
    }
    if (claim_.by == Relation::ratio) {
      unit.clear();
    }
  }

  /// Replaces numbers by their differences from the theory.
  void subtract_theory(std::map<std::size_t, Measured>& measured) const {
    const std::vector<double> places = numbers_along();
    theory::Curve curve(claim_.theory);
    for (auto& [row, own] : measured) {
      std::vector<double> numbers;
      const std::map<std::string, std::string> settings = source_.settings(summary_.labels()[row]);
      for (const std::string& path : curve.settings()) {
        numbers.push_back(results::setting_number(results::setting_text(settings, path, "theory"), path, "theory"));
      }
      own.number -= curve.at(places[row], numbers);
    }
  }

  void judge_groups(std::map<std::size_t, Measured>& measured, const std::vector<std::size_t>& rows,
                    Verdict& verdict) const {
    const std::vector<double> places = claim_.has_line() ? numbers_along() : std::vector<double>{};
    for (const CellGroup& group : groups_of(claim_, summary_, rows)) {
      std::vector<double> numbers;
      std::vector<double> along;
      std::string trouble;
      for (const std::size_t row : group.rows) {
        const Measured& own = measured[row];
        numbers.push_back(own.number);
        if (claim_.has_line()) {
          along.push_back(places[row]);
        }
        if (trouble.empty() && std::isnan(own.number)) {
          trouble = fmt::format("{}: {}", summary_.labels()[row],
                                own.trouble.empty() ? "what was measured is not a number" : own.trouble);
        }
      }
      const Combined one = combined(claim_, numbers, along);
      if (trouble.empty() && std::isnan(one.number) && claim_.combine == Combination::crossing) {
        trouble = fmt::format("{} is never crossed", number_text(claim_.level));
      }
      verdict.findings.push_back(
          judged({group.label, one.number, false, std::move(trouble), group.rows.size(), one.low, one.high}));
    }
    if (claim_.combine == Combination::slope) {
      verdict.unit.clear();
    } else if (claim_.combine == Combination::crossing) {
      const std::string unit = summary_.column(claim_.along, "along").unit;
      verdict.unit = unit == "1" ? "" : unit;
    }
  }

  /// The column `along` as numbers.
  [[nodiscard]] std::vector<double> numbers_along() const {
    results::Column column = summary_.column(claim_.along, "along");
    if (column.numbers.empty()) {
      throw RequestError(fmt::format("along: column '{}' holds text, and `combine` needs numbers", claim_.along));
    }
    return std::move(column.numbers);
  }

  [[nodiscard]] std::string path_in(const std::string& label) const {
    return results::case_prefix(label) + claim_.dataset;
  }

  /// The unit of what is measured: a fraction, a count and a ratio have none.
  [[nodiscard]] std::string unit_of(const Dataset& dataset) const {
    const bool is_pure = claim_.reduce == Reduction::fraction || claim_.reduce == Reduction::count ||
                         claim_.relative_to != Relative::none || dataset.unit == "1";
    return is_pure ? "" : dataset.unit;
  }

  /// Also notes the unit of what is measured.
  [[nodiscard]] Measured from_cell(const std::string& label, std::string& unit) const {
    const std::string path = path_in(label);
    if (!source_.has(path)) {
      return {nan, "there is no such dataset in this case, where something failed"};
    }
    const results::DatasetGroup group(path.substr(0, path.rfind('/') + 1), source_);
    const Dataset dataset = source_.dataset(path);
    unit = unit_of(dataset);
    return {reduced(claim_, selected(claim_, dataset, group)), ""};
  }

  /// The column of the summary that the claim is about.
  [[nodiscard]] Dataset column_of_claim() const {
    if (!claim_.select.empty() || claim_.target != TargetChoice::all || claim_.relative_to != Relative::none) {
      throw RequestError("a column of the summary has one number for each case: there is nothing to select from");
    }
    return summary_.stored_column(claim_.dataset.substr(results::summary_prefix.size()), "dataset");
  }

  [[nodiscard]] bool passes(double number) const {
    return compares(claim_.compare, number, claim_.value, claim_.tolerance);
  }

  /// A claim in one cell.
  [[nodiscard]] Finding finding(const std::string& label, const Measured& measured) const {
    return judged({label, measured.number, false, measured.trouble});
  }

  /// The finding with its judgement.
  [[nodiscard]] Finding judged(Finding found) const {
    if (found.trouble.empty() && std::isnan(found.measured)) {
      found.trouble = "what was measured is not a number";
    }
    found.holds = passes(found.measured) && (!claim_.certain || (passes(found.low) && passes(found.high)));
    if (claim_.certain && found.trouble.empty() && std::isnan(found.low)) {
      found.trouble = "there is no interval over so few cells";
    }
    return found;
  }

  static void conclude(Verdict& verdict) {
    std::vector<double> numbers;
    for (const Finding& finding : verdict.findings) {
      verdict.holding += finding.holds ? 1 : 0;
      if (!std::isnan(finding.measured)) {
        numbers.push_back(finding.measured);
      }
    }
    const auto count = static_cast<double>(verdict.findings.size());
    verdict.reproduced = static_cast<double>(verdict.holding) >= verdict.claim.needs * count - 1e-9;
    verdict.least = numbers.empty() ? nan : *std::ranges::min_element(numbers);
    verdict.greatest = numbers.empty() ? nan : *std::ranges::max_element(numbers);
    verdict.median = numbers.empty() ? nan : median_of(numbers);
  }

  const Claim& claim_;
  const Summary& summary_;
  const results::Source& source_;
};

}  // namespace

Verdict judge(const Claim& claim, const Summary& summary) {
  return Judge(claim, summary).verdict();
}

}  // namespace engram::claims
