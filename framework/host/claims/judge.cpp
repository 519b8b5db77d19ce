#include "claims/judge.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "claims/selection.hpp"

namespace engram::claims {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr const char* summary_prefix = "summary/";

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

std::string suggestion(const std::string& written, const std::vector<std::string>& candidates,
                       const std::string& what) {
  const std::string near = did_you_mean(written, candidates);
  return near.empty() ? what + ": " + join(candidates) : near;
}

/// The labels of the cells that a claim is about.
std::vector<std::string> chosen_cells(const Claim& claim, const Source& source) {
  const std::vector<std::string> labels = source.cases();
  if (claim.cases.empty()) {
    return labels.empty() ? std::vector<std::string>{""} : labels;
  }
  std::vector<std::string> known = labels;
  for (const std::string& label : labels) {
    if (const std::string name = source.case_name(label); !contains(known, name)) {
      known.push_back(name);
    }
  }
  std::vector<std::string> chosen;
  for (const std::string& wanted : claim.cases) {
    if (!contains(known, wanted)) {
      throw RequestError(labels.empty()
                             ? fmt::format("there is no case '{}': the results are of a single run", wanted)
                             : fmt::format("there is no case '{}'; {}", wanted, suggestion(wanted, known, "cases")));
    }
    for (const std::string& label : labels) {
      if ((label == wanted || source.case_name(label) == wanted) && !contains(chosen, label)) {
        chosen.push_back(label);
      }
    }
  }
  return chosen;
}

/// A column of the summary, which has one entry for each cell.
Dataset column_at(const Source& source, const std::string& path, std::size_t cells) {
  Dataset column = source.dataset(path);
  const std::size_t entries = std::visit([](const auto& values) { return values.size(); }, column.values);
  if (entries != cells) {
    throw RequestError(fmt::format("dataset '{}' has {} for {}", path, counted(entries, "entry", "entries"),
                                   counted(cells, "cell")));
  }
  return column;
}

/// Keeps the cells whose settings are those of `where`.
void keep_where(const Claim& claim, const Source& source, std::vector<std::string>& cells) {
  const std::vector<std::string> labels = source.cases();
  const std::vector<std::string> paths = source.datasets();
  for (const std::string& text : claim.where) {
    const Choice choice = parse_condition(text);
    if (!contains(paths, summary_prefix + choice.dimension)) {
      std::vector<std::string> columns;
      for (const std::string& path : paths) {
        if (path.starts_with(summary_prefix)) {
          columns.push_back(path.substr(std::string(summary_prefix).size()));
        }
      }
      throw RequestError(fmt::format("where: '{}' is not a column of the summary; {}", choice.dimension,
                                     suggestion(choice.dimension, columns, "columns")));
    }
    const Dataset column = column_at(source, summary_prefix + choice.dimension, labels.size());
    if (!choice.is_number && !std::holds_alternative<std::vector<std::string>>(column.values)) {
      throw RequestError(fmt::format("where: '{}': {}", text, numbers_only(choice)));
    }
    std::erase_if(cells, [&](const std::string& label) {
      return !is_chosen(choice, column, static_cast<std::size_t>(std::ranges::find(labels, label) - labels.begin()));
    });
  }
  if (cells.empty()) {
    throw RequestError(fmt::format("where: no cell has {}", join(claim.where, " and ")));
  }
}

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
  Judge(const Claim& claim, const Source& source)
      : claim_(claim), source_(source), paths_(source.datasets()), labels_(source.cases()) {}

  [[nodiscard]] Verdict verdict() const {
    Verdict verdict;
    verdict.claim = claim_;
    std::vector<std::string> cells = chosen_cells(claim_, source_);
    keep_where(claim_, source_, cells);
    const bool summary = claim_.dataset.starts_with(summary_prefix);
    refuse_unknown_dataset(cells, summary);
    const std::vector<double> column = summary ? summary_column() : std::vector<double>{};
    for (const std::string& label : cells) {
      verdict.findings.push_back(summary ? from_summary(label, column) : from_cell(label));
    }
    verdict.differing = differing(cells);
    conclude(verdict);
    return verdict;
  }

 private:
  [[nodiscard]] std::string prefix(const std::string& label) const {
    return label.empty() ? "" : "cases/" + label + "/";
  }

  void refuse_unknown_dataset(const std::vector<std::string>& cells, bool summary) const {
    const bool known =
        summary ? contains(paths_, claim_.dataset) : std::ranges::any_of(cells, [&](const std::string& label) {
          return contains(paths_, prefix(label) + claim_.dataset);
        });
    if (known) {
      return;
    }
    std::vector<std::string> candidates;
    const std::string within = summary ? "" : prefix(cells.front());
    for (const std::string& path : paths_) {
      if (path.starts_with(within)) {
        candidates.push_back(path.substr(within.size()));
      }
    }
    const std::string near = did_you_mean(claim_.dataset, candidates);
    throw RequestError(fmt::format("there is no dataset '{}'{}{}", claim_.dataset,
                                   within.empty() ? "" : " in case '" + cells.front() + "'",
                                   near.empty() ? "" : "; " + near));
  }

  /// The settings of the summary in which cells differ beside their seeds.
  [[nodiscard]] std::vector<std::string> differing(const std::vector<std::string>& cells) const {
    std::vector<std::size_t> rows;
    const std::set<std::string_view> judged(cells.begin(), cells.end());
    for (std::size_t row = 0; row < labels_.size() && cells.size() > 1; ++row) {
      if (judged.contains(labels_[row])) {
        rows.push_back(row);
      }
    }
    std::vector<std::string> names;
    for (const std::string& path : paths_) {
      const std::string name = setting_of(path);
      if (!name.empty() && !rows.empty() && differs(column_at(source_, path, labels_.size()), rows)) {
        names.push_back(name);
      }
    }
    return names;
  }

  /// "model.units" of "summary/model.units"; nothing for other datasets, for results and for seeds.
  static std::string setting_of(const std::string& path) {
    const std::string name = path.starts_with(summary_prefix) ? path.substr(std::string(summary_prefix).size()) : "";
    const bool is_setting = name.find('/') == std::string::npos && !name.starts_with("results.") && name != "case" &&
                            name != "case_name" && name != "seed" && !name.ends_with(".seed");
    return is_setting ? name : "";
  }

  template <class Value>
  static bool is_nan(const Value& value) {
    if constexpr (std::is_floating_point_v<Value>) {
      return std::isnan(value);
    }
    return false;
  }

  static bool differs(const Dataset& column, const std::vector<std::size_t>& rows) {
    return std::visit(
        [&](const auto& values) {
          return std::ranges::any_of(rows, [&](std::size_t row) {
            return values.at(row) != values.at(rows.front()) &&
                   !(is_nan(values.at(row)) && is_nan(values.at(rows.front())));
          });
        },
        column.values);
  }

  [[nodiscard]] Finding from_cell(const std::string& label) const {
    const std::string path = prefix(label) + claim_.dataset;
    if (!contains(paths_, path)) {
      return {label, nan, false, "there is no such dataset in this case, where something failed"};
    }
    const std::string group = path.substr(0, path.find_last_of('/') + 1);
    const Neighbour neighbour = [&](const std::string& name) -> std::optional<Dataset> {
      return contains(paths_, group + name) ? std::optional{source_.dataset(group + name)} : std::nullopt;
    };
    return finding(label, reduced(claim_, selected(claim_, source_.dataset(path), neighbour)));
  }

  /// The column of the summary that the claim is about.
  [[nodiscard]] std::vector<double> summary_column() const {
    std::vector<double> numbers =
        numbers_of(column_at(source_, claim_.dataset, labels_.size()), fmt::format("column '{}'", claim_.dataset));
    if (!claim_.select.empty() || claim_.target != TargetChoice::all || claim_.relative_to != Relative::none) {
      throw RequestError("a column of the summary has one number for each case: there is nothing to select from");
    }
    return numbers;
  }

  /// One row of that column.
  [[nodiscard]] Finding from_summary(const std::string& label, const std::vector<double>& column) const {
    const auto row = static_cast<std::size_t>(std::ranges::find(labels_, label) - labels_.begin());
    return finding(label, row < column.size() ? reduced(claim_, {column[row]}) : nan);
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
  const Source& source_;
  std::vector<std::string> paths_;
  std::vector<std::string> labels_;
};

}  // namespace

Verdict judge(const Claim& claim, const Source& source) {
  return Judge(claim, source).verdict();
}

Verdict unjudged(Claim claim, std::string trouble) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return {std::move(claim), {}, 0, false, none, none, none, {}, std::move(trouble)};
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
  std::string text = apart ? fmt::format("{:.4g} to {:.4g} over cells that differ in {}", verdict.least,
                                         verdict.greatest, some_of(verdict.differing))
                           : fmt::format("{:.4g}", verdict.median);
  if (cells > 1) {
    text += apart ? "" : fmt::format(" ({:.4g} to {:.4g})", verdict.least, verdict.greatest);
    text += fmt::format("; holds in {} of {}", verdict.holding, counted(cells, "cell"));
  }
  if (troubled != verdict.findings.end()) {
    text += fmt::format("; {}{}", troubled->label.empty() ? "" : troubled->label + ": ", troubled->trouble);
  }
  return text;
}

}  // namespace engram::claims
