#include "claims/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
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
bool compares(Comparison comparison, double measured, double bound, double tolerance) {
  switch (comparison) {
    case Comparison::below:
      return measured < bound;
    case Comparison::at_most:
      return measured <= bound;
    case Comparison::above:
      return measured > bound;
    case Comparison::at_least:
      return measured >= bound;
    case Comparison::equals:
      return std::fabs(measured - bound) <= tolerance;
  }
  return false;
}

/// Reduces many numbers to one. A single NaN makes the result NaN, so that a claim never passes with missing numbers.
double reduced(const Claim& claim, const std::vector<double>& numbers) {
  if (numbers.empty()) {
    throw RequestError(fmt::format("the claim selects nothing from dataset '{}'", claim.dataset));
  }
  if (std::ranges::any_of(numbers, [](double number) { return std::isnan(number); })) {
    return nan;
  }
  const auto count = static_cast<double>(numbers.size());
  const auto counted = static_cast<double>(std::ranges::count_if(
      numbers, [&](double number) { return compares(claim.counted, number, claim.threshold, claim.tolerance); }));
  switch (claim.reduce) {
    case Reduction::min:
      return *std::ranges::min_element(numbers);
    case Reduction::max:
      return *std::ranges::max_element(numbers);
    case Reduction::mean:
      return std::accumulate(numbers.begin(), numbers.end(), 0.0) / count;
    case Reduction::median:
      return median_of(numbers);
    case Reduction::last:
      if (numbers.size() != 1) {
        throw RequestError(
            fmt::format("`reduce: last` leaves {} of dataset '{}' and not one; choose among "
                        "them with `select` or `target`, or take min, max, mean or median of those at "
                        "'last'",
                        engram::counted(numbers.size(), "number"), claim.dataset));
      }
      return numbers.front();
    case Reduction::fraction:
      return counted / count;
    case Reduction::count:
      return counted;
  }
  return nan;
}

/// The first settings, and the number of further ones.
std::string some_of(const std::vector<std::string>& settings) {
  constexpr std::size_t most = 3;
  if (settings.size() <= most) {
    return join(settings);
  }
  return fmt::format("{} and {} more settings",
                     join({settings.begin(), settings.begin() + static_cast<std::ptrdiff_t>(most)}),
                     settings.size() - most);
}

/// What a claim finds in one cell.
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
      judge_groups(measured, rows, verdict);
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
    if (claim_.dataset.starts_with(results::summary_prefix)) {
      (void)column_of_claim();  // refuses: a single run has no summary
      return;
    }
    refuse_missing({""});
    const Measured measured = from_cell("", verdict.unit);
    verdict.findings.push_back(finding({"", measured.number, false, measured.trouble}));
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
      if (claim_.over == Over::each) {
        const Measured& own = measured[group.rows.front()];
        verdict.findings.push_back(finding({group.label, own.number, false, own.trouble}));
        continue;
      }
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
          finding({group.label, one.number, false, std::move(trouble), group.rows.size(), one.low, one.high}));
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

  /// The finding with its judgement.
  [[nodiscard]] Finding finding(Finding found) const {
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

Verdict unjudged(Claim claim, std::string trouble) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return {std::move(claim), {}, 0, false, none, none, none, "", {}, std::move(trouble)};
}

Outcome outcome(const Verdict& verdict) {
  if (!verdict.trouble.empty()) {
    return Outcome::not_judged;
  }
  if (!verdict.reproduced) {
    return Outcome::not_reproduced;
  }
  return verdict.claim.change.empty() ? Outcome::reproduced : Outcome::reproduced_with_change;
}

std::string outcome_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_judged:
      return "not judged";
    case Outcome::not_reproduced:
      return "not reproduced";
    case Outcome::reproduced_with_change:
      return "reproduced with a change";
    case Outcome::reproduced:
      return "reproduced";
  }
  return "";
}

std::string measured_text(const Verdict& verdict) {
  if (!verdict.trouble.empty()) {
    return "nothing: " + verdict.trouble;
  }
  const std::size_t cells = verdict.findings.size();
  const auto troubled =
      std::ranges::find_if(verdict.findings, [](const Finding& one) { return !one.trouble.empty(); });
  const bool apart = !verdict.differing.empty() && verdict.least != verdict.greatest;
  const std::string unit = verdict.unit.empty() ? "" : " " + verdict.unit;
  std::string text;
  if (verdict.claim.over != Over::each && cells == 1) {
    const Finding& only = verdict.findings.front();
    const std::string interval =
        std::isnan(only.low) ? "" : fmt::format(" ({:.4g} to {:.4g}{} with 95 %)", only.low, only.high, unit);
    text = fmt::format("{:.4g}{}{} over {}", only.measured, unit, interval, counted(only.cells, "cell"));
  } else if (apart) {
    text = fmt::format("{:.4g} to {:.4g}{} over cells that differ in {}", verdict.least, verdict.greatest, unit,
                       some_of(verdict.differing));
  } else if (cells > 1) {
    text = fmt::format("{:.4g}{}, median ({:.4g} to {:.4g}{})", verdict.median, unit, verdict.least, verdict.greatest,
                       unit);
  } else {
    text = fmt::format("{:.4g}{}", verdict.median, unit);
  }
  if (cells > 1) {
    text += fmt::format(
        "; holds in {} of {}", verdict.holding,
        verdict.claim.over == Over::each ? counted(cells, "cell") : counted(cells, "group") + " of cells");
  }
  if (troubled != verdict.findings.end()) {
    text += fmt::format("; {}{}", troubled->label.empty() ? "" : troubled->label + ": ", troubled->trouble);
  }
  return text;
}

}  // namespace engram::claims
