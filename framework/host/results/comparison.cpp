#include "results/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

#include <engram/words.hpp>

#include "results/dataset_values.hpp"
#include "results/setting_path.hpp"
#include "results/summary.hpp"

namespace engram::results {

namespace {

using Texts = std::vector<std::string>;

/// The labels of all cells; one empty label for a single run.
Texts labels_of(const Source& source) {
  Texts labels = source.cases();
  return labels.empty() ? Texts{""} : labels;
}

/// The different values of each setting, in the order of the cells.
std::map<std::string, Texts> values_of(const Source& source) {
  std::map<std::string, Texts> values;
  for (const std::string& label : labels_of(source)) {
    for (const auto& [path, value] : source.settings(label)) {
      Texts& known = values[path];
      if (std::ranges::find(known, value) == known.end()) {
        known.push_back(value);
      }
    }
  }
  return values;
}

std::string listed(const Texts& values) {
  constexpr std::size_t most = 4;
  return values.size() <= most
             ? join(values)
             : fmt::format("{}, {}, ..., {} ({} values)", values[0], values[1], values.back(), values.size());
}

/// The case of a cell; empty for the cells of a sweep without cases.
std::string case_of(const Summary& summary, std::size_t row) {
  const bool has_names = summary.source().has(std::string(summary_prefix) + "case_name");
  return has_names || !summary.has_axes() ? summary.cases()[row] : "";
}

/// The settings, except seeds, in which cells of one case differ.
std::set<std::string> varied_within_cases(const Source& source) {
  std::set<std::string> varied;
  if (source.cases().empty()) {
    return varied;
  }
  const Summary summary(source);
  std::map<std::string, std::map<std::string, std::string>> first;
  for (std::size_t row = 0; row < summary.size(); ++row) {
    const auto settings = source.settings(summary.labels()[row]);
    const auto [known, is_new] = first.try_emplace(case_of(summary, row), settings);
    for (const auto& [path, value] : settings) {
      const auto found = known->second.find(path);
      if (!is_seed(path) && (found == known->second.end() || found->second != value)) {
        varied.insert(path);
      }
    }
  }
  return varied;
}

/// The single results of one cell.
struct Cell {
  std::string key;   ///< its case and its varied settings
  std::string seed;  ///< tells cells with one key apart
  std::map<std::string, double> numbers;
};

struct CellTable {
  std::vector<Cell> cells;
  std::map<std::string, std::string> units;
};

Cell cell_of(const std::string& case_name, const std::map<std::string, std::string>& settings,
             const std::set<std::string>& varied) {
  Cell cell;
  Texts words{case_name};
  for (const auto& [path, value] : settings) {
    if (is_seed(path)) {
      cell.seed += value + " ";
    } else if (varied.contains(path)) {
      words.push_back(fmt::format("{}={}", path, value));
    }
  }
  std::erase(words, "");
  cell.key = join(words);
  return cell;
}

CellTable table_of_summary(const Source& source, const std::set<std::string>& varied) {
  const Summary summary(source);
  CellTable table;
  for (std::size_t row = 0; row < summary.size(); ++row) {
    table.cells.push_back(cell_of(case_of(summary, row), source.settings(summary.labels()[row]), varied));
  }
  for (const std::string& name : summary.columns()) {
    if (!name.starts_with(results_prefix)) {
      continue;
    }
    const Column column = summary.column(name, "dataset");
    for (std::size_t row = 0; row < column.numbers.size(); ++row) {
      table.cells[row].numbers.emplace(name.substr(results_prefix.size()), column.numbers[row]);
    }
    table.units.emplace(name.substr(results_prefix.size()), column.unit);
  }
  return table;
}

/// A single run is one cell, without a case.
CellTable table_of_run(const Source& source, const std::set<std::string>& varied) {
  CellTable table{{cell_of("", source.settings(""), varied)}, {}};
  for (const std::string& path : source.datasets()) {
    if (!path.starts_with("analyses/") && !path.starts_with("training/")) {
      continue;
    }
    if (!source.outline(path).dimensions.empty()) {
      continue;
    }
    const Dataset dataset = source.dataset(path);
    if (!std::holds_alternative<Texts>(dataset.values)) {
      std::string name = path;
      std::ranges::replace(name, '/', '.');
      table.cells.front().numbers.emplace(name, numbers_of(dataset).front());
      table.units.emplace(name, dataset.unit);
    }
  }
  return table;
}

/// The probability of a difference at least as large if there were none; nullopt if the values have no variance, or
/// are too large or too small for it.
std::optional<double> p_of(double difference, double error, double freedom) {
  const double ratio = std::abs(difference / error);
  if (!(error > 0) || !std::isfinite(ratio) || !std::isfinite(freedom) || !(freedom > 0)) {
    return std::nullopt;
  }
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(freedom), ratio));
}

std::optional<double> welch(const Sample& a, const Sample& b) {
  const double of_a = a.deviation * a.deviation / static_cast<double>(a.count);
  const double of_b = b.deviation * b.deviation / static_cast<double>(b.count);
  const double both = of_a + of_b;
  const double freedom =
      both * both / (of_a * of_a / static_cast<double>(a.count - 1) + of_b * of_b / static_cast<double>(b.count - 1));
  return p_of(b.mean - a.mean, std::sqrt(both), freedom);
}

std::optional<double> paired(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> differences;
  std::ranges::transform(b, a, std::back_inserter(differences), std::minus<>());
  const Sample sample = sample_of(differences);
  const auto count = static_cast<double>(sample.count);
  return p_of(sample.mean, sample.deviation / std::sqrt(count), count - 1);
}

/// The cells with one key, by seed.
using Group = std::map<std::string, const Cell*>;

std::map<std::string, Group> groups_of(const CellTable& table) {
  std::map<std::string, Group> groups;
  for (const Cell& cell : table.cells) {
    groups[cell.key].emplace(cell.seed, &cell);
  }
  return groups;
}

/// The finite values of a number by seed.
std::map<std::string, double> values_in(const Group& group, const std::string& name) {
  std::map<std::string, double> values;
  for (const auto& [seed, cell] : group) {
    const auto found = cell->numbers.find(name);
    if (found != cell->numbers.end() && std::isfinite(found->second)) {
      values.emplace(seed, found->second);
    }
  }
  return values;
}

std::vector<double> numbers_in(const std::map<std::string, double>& values) {
  std::vector<double> numbers;
  std::ranges::transform(values, std::back_inserter(numbers), [](const auto& entry) { return entry.second; });
  return numbers;
}

bool same_values(const std::map<std::string, double>& first, const std::map<std::string, double>& second) {
  const auto sorted = [](const std::map<std::string, double>& values) {
    std::vector<double> numbers = numbers_in(values);
    std::ranges::sort(numbers);
    return numbers;
  };
  return first == second || sorted(first) == sorted(second);
}

ComparedNumber compared(const std::map<std::string, double>& first, const std::map<std::string, double>& second) {
  const std::vector<double> a = numbers_in(first);
  const std::vector<double> b = numbers_in(second);
  ComparedNumber number;
  number.first = sample_of(a);
  number.second = sample_of(b);
  number.difference = number.second.mean - number.first.mean;
  const auto seed_of = [](const auto& entry) { return entry.first; };
  number.paired = std::ranges::equal(first, second, {}, seed_of, seed_of);
  if (a.size() > 1 && b.size() > 1) {
    number.p = number.paired ? paired(a, b) : welch(number.first, number.second);
  }
  return number;
}

}  // namespace

std::vector<DifferingSetting> differing_settings(const std::vector<const Source*>& sources) {
  std::vector<std::map<std::string, Texts>> all;
  std::set<std::string> paths;
  for (const Source* source : sources) {
    all.push_back(values_of(*source));
    for (const auto& [path, values] : all.back()) {
      paths.insert(path);
    }
  }
  std::vector<DifferingSetting> differing;
  for (const std::string& path : paths) {
    DifferingSetting setting{path, {}};
    for (const auto& values : all) {
      const auto found = values.find(path);
      setting.values.push_back(found == values.end() ? "" : listed(found->second));
    }
    const bool differs = std::ranges::any_of(all, [&](const auto& values) {
      const auto found = values.find(path);
      const auto first = all.front().find(path);
      return (found == values.end()) != (first == all.front().end()) ||
             (found != values.end() && found->second != first->second);
    });
    if (differs) {
      differing.push_back(std::move(setting));
    }
  }
  return differing;
}

Comparison compare(const Source& first, const Source& second) {
  // A setting that differs between cases belongs to the case, and may differ between the results.
  std::set<std::string> varied = varied_within_cases(first);
  varied.merge(varied_within_cases(second));
  const auto table_of = [&](const Source& source) {
    return source.cases().empty() ? table_of_run(source, varied) : table_of_summary(source, varied);
  };
  const CellTable a = table_of(first);
  const CellTable b = table_of(second);
  const std::map<std::string, Group> groups_a = groups_of(a);
  const std::map<std::string, Group> groups_b = groups_of(b);
  Comparison comparison;
  for (const auto& [key, group] : groups_b) {
    comparison.only_second += groups_a.contains(key) ? 0 : group.size();
  }
  for (const auto& [key, group] : groups_a) {
    const auto other = groups_b.find(key);
    if (other == groups_b.end()) {
      comparison.only_first += group.size();
      continue;
    }
    for (const auto& [name, unit] : a.units) {
      const auto values_a = values_in(group, name);
      const auto values_b = values_in(other->second, name);
      if (values_a.empty() || values_b.empty()) {
        continue;
      }
      if (same_values(values_a, values_b)) {
        ++comparison.equal;
        continue;
      }
      ComparedNumber number = compared(values_a, values_b);
      number.name = name;
      number.unit = unit;
      number.settings = key;
      comparison.numbers.push_back(std::move(number));
    }
  }
  std::ranges::stable_sort(comparison.numbers, {}, &ComparedNumber::name);
  return comparison;
}

}  // namespace engram::results
