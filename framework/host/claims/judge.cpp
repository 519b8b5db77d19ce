#include "claims/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "claims/selection.hpp"
#include "results/dataset_group.hpp"
#include "results/dataset_values.hpp"
#include "results/named_dataset.hpp"

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

double median_of(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  const std::size_t half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[half] : 0.5 * (numbers[half - 1] + numbers[half]);
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

class Judge {
 public:
  Judge(const Claim& claim, const Summary& summary) : claim_(claim), summary_(summary), source_(summary.source()) {}

  [[nodiscard]] Verdict verdict() const {
    Verdict verdict;
    verdict.claim = claim_;
    const std::vector<std::size_t> rows = chosen_rows(claim_, summary_);
    if (claim_.dataset.starts_with(results::summary_prefix)) {
      const Dataset stored = column_of_claim();
      const std::vector<double> column = results::numbers_of(stored);
      verdict.unit = unit_of(stored);
      for (const std::size_t row : rows) {
        verdict.findings.push_back(finding(summary_.labels()[row], reduced(claim_, {column[row]})));
      }
    } else {
      std::vector<std::string> labels;
      std::ranges::transform(rows, std::back_inserter(labels),
                             [&](std::size_t row) { return summary_.labels()[row]; });
      if (summary_.size() == 0) {
        labels.emplace_back();
      }
      if (std::ranges::none_of(labels, [&](const auto& label) { return source_.has(path_in(label)); })) {
        results::refuse_dataset(claim_.dataset, labels.front(), source_);
      }
      for (const std::string& label : labels) {
        verdict.findings.push_back(from_cell(label, verdict.unit));
      }
    }
    if (rows.size() > 1) {
      verdict.differing = summary_.differing_columns(rows);
    }
    conclude(verdict);
    return verdict;
  }

 private:
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
  [[nodiscard]] Finding from_cell(const std::string& label, std::string& unit) const {
    const std::string path = path_in(label);
    if (!source_.has(path)) {
      return {label, nan, false, "there is no such dataset in this case, where something failed"};
    }
    const results::DatasetGroup group(path.substr(0, path.rfind('/') + 1), source_);
    const Dataset dataset = source_.dataset(path);
    unit = unit_of(dataset);
    return finding(label, reduced(claim_, selected(claim_, dataset, group)));
  }

  /// The column of the summary that the claim is about.
  [[nodiscard]] Dataset column_of_claim() const {
    if (!claim_.select.empty() || claim_.target != TargetChoice::all || claim_.relative_to != Relative::none) {
      throw RequestError("a column of the summary has one number for each case: there is nothing to select from");
    }
    return summary_.stored_column(claim_.dataset.substr(results::summary_prefix.size()), "dataset");
  }

  [[nodiscard]] Finding finding(const std::string& label, double measured) const {
    return {label, measured, compares(claim_.compare, measured, claim_.value, claim_.tolerance),
            std::isnan(measured) ? "what was measured is not a number" : ""};
  }

  static void conclude(Verdict& verdict) {
    std::vector<double> numbers;
    for (const Finding& finding : verdict.findings) {
      verdict.holding += finding.holds ? 1 : 0;
      if (!std::isnan(finding.measured)) {
        numbers.push_back(finding.measured);
      }
    }
    const auto cells = static_cast<double>(verdict.findings.size());
    verdict.reproduced = static_cast<double>(verdict.holding) >= verdict.claim.needs * cells - 1e-9;
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
  if (apart) {
    text = fmt::format("{:.4g} to {:.4g}{} over cells that differ in {}", verdict.least, verdict.greatest, unit,
                       some_of(verdict.differing));
  } else if (cells > 1) {
    text = fmt::format("{:.4g}{}, median ({:.4g} to {:.4g}{})", verdict.median, unit, verdict.least, verdict.greatest,
                       unit);
  } else {
    text = fmt::format("{:.4g}{}", verdict.median, unit);
  }
  if (cells > 1) {
    text += fmt::format("; holds in {} of {}", verdict.holding, counted(cells, "cell"));
  }
  if (troubled != verdict.findings.end()) {
    text += fmt::format("; {}{}", troubled->label.empty() ? "" : troubled->label + ": ", troubled->trouble);
  }
  return text;
}

}  // namespace engram::claims
