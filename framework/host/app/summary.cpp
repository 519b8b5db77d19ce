#include "app/summary.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace engram::app {

namespace {

std::string setting_of(const CaseSummary& each, const std::string& path) {
  const auto found = each.settings.find(path);
  return found == each.settings.end() ? "" : found->second;
}

/// Numbers with one unit for all, of texts such as "50 ms" that a resolved spec writes as "0.05 s".
struct Numbers {
  std::vector<double> values;
  std::string unit;
};

std::optional<Numbers> numbers_of(const std::vector<std::string>& texts) {
  Numbers numbers;
  for (const std::string& text : texts) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    std::string unit(end, text.data() + text.size());
    unit.erase(0, unit.find_first_not_of(' '));
    if (error != std::errc() || (!numbers.values.empty() && unit != numbers.unit) ||
        !std::ranges::all_of(unit, [](unsigned char c) { return std::isalpha(c) != 0; })) {
      return std::nullopt;
    }
    numbers.values.push_back(value);
    numbers.unit = std::move(unit);
  }
  return numbers;
}

}  // namespace

void record_summary(const std::vector<CaseSummary>& cases, Recorder& recorder) {
  const auto count = static_cast<Index>(cases.size());
  const auto column = [&](const std::string& name, auto values, const std::string& unit,
                          const std::string& sentence) {
    recorder.record({name, {"case"}, {count}, std::move(values), unit, sentence});
  };
  std::vector<std::string> labels;
  std::vector<std::string> names;
  std::set<std::string> paths;
  std::vector<Scalar> columns;
  for (const CaseSummary& each : cases) {
    labels.push_back(each.label);
    names.push_back(each.case_name);
    for (const auto& [path, text] : each.settings) {
      paths.insert(path);
    }
    for (const Scalar& scalar : each.scalars) {
      if (std::ranges::find(columns, scalar.name, &Scalar::name) == columns.end()) {
        columns.push_back(scalar);
      }
    }
  }
  column("case", labels, "", "Labels of the cases.");
  if (std::ranges::none_of(names, &std::string::empty)) {
    column("case_name", names, "", "Case of the spec that each cell of the sweep belongs to.");
  }
  for (const std::string& path : paths) {
    std::vector<std::string> values;
    for (const CaseSummary& each : cases) {
      values.push_back(setting_of(each, path));
    }
    if (std::ranges::adjacent_find(values, std::not_equal_to{}) != values.end()) {
      const std::string sentence = "Setting of the spec.";
      if (auto numbers = numbers_of(values)) {
        column(path, std::move(numbers->values), numbers->unit.empty() ? "1" : numbers->unit, sentence);
      } else {
        column(path, values, "", sentence);
      }
    }
  }
  for (const Scalar& wanted : columns) {
    std::vector<double> values;
    for (const CaseSummary& each : cases) {
      const auto found = std::ranges::find(each.scalars, wanted.name, &Scalar::name);
      // A case that failed before it came to this number has none.
      values.push_back(found == each.scalars.end() ? std::numeric_limits<double>::quiet_NaN() : found->value);
    }
    column(wanted.name, values, wanted.unit, wanted.description);
  }
}

}  // namespace engram::app
