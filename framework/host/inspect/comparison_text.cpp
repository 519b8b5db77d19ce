#include "inspect/comparison_text.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>

#include "inspect/terminal.hpp"
#include "results/comparison.hpp"
#include "results/dataset_values.hpp"
#include "system/print.hpp"

namespace engram::inspect {

namespace {

void print_settings(const std::vector<NamedResult>& all) {
  std::vector<const results::Source*> sources;
  std::vector<std::vector<std::string>> rows{{"setting"}};
  for (const NamedResult& one : all) {
    sources.push_back(one.source);
    rows.front().push_back(one.name);
  }
  const std::vector<results::DifferingSetting> settings = results::differing_settings(sources);
  print_as(Look::heading, settings.empty() ? "all settings are the same\n"
                                           : fmt::format("{} differ{}\n", counted(settings.size(), "setting"),
                                                         settings.size() == 1 ? "s" : ""));
  for (const results::DifferingSetting& setting : settings) {
    rows.push_back({setting.path});
    std::ranges::transform(setting.values, std::back_inserter(rows.back()),
                           [](const std::string& value) { return value.empty() ? "none" : value; });
  }
  if (!settings.empty()) {
    system::print("{}", table_text(rows, indent));
  }
}

/// "0.98 +- 0.02 (20)": mean, standard deviation and number of values.
std::string sample_text(const results::Sample& sample) {
  return sample.count == 1 ? fmt::format("{:.6g}", sample.mean)
                           : fmt::format("{:.6g} ± {:.2g} ({})", sample.mean, sample.deviation, sample.count);
}

std::string p_text(const results::ComparedNumber& number) {
  if (!number.p) {
    return "";
  }
  const std::string value = *number.p < 1e-4 ? "p < 0.0001" : fmt::format("p = {:.2g}", *number.p);
  return value + (number.paired ? " (paired t-test)" : " (Welch's t-test)");
}

void print_numbers(const NamedResult& first, const NamedResult& second) {
  const results::Comparison comparison = results::compare(*first.source, *second.source);
  print_as(Look::heading, fmt::format("results of {} against {}\n", second.name, first.name));
  std::vector<std::vector<std::string>> rows{{"result", "cells", first.name, second.name, "difference"}};
  for (const results::ComparedNumber& number : comparison.numbers) {
    rows.push_back({results::with_unit(number.name, number.unit), number.settings, sample_text(number.first),
                    sample_text(number.second), fmt::format("{:+.4g}", number.difference), p_text(number)});
  }
  if (!comparison.numbers.empty()) {
    system::print("{}", table_text(rows, indent));
  }
  system::print("{}{}\n", indent,
                comparison.numbers.empty() ? fmt::format("no number differs; {} are equal", comparison.equal)
                                           : fmt::format("{} more are equal", comparison.equal));
  for (const auto& [count, owner] :
       {std::pair{comparison.only_first, &first}, std::pair{comparison.only_second, &second}}) {
    if (count > 0) {
      system::print("{}{} only in {}\n", indent, counted(count, "cell"), owner->name);
    }
  }
}

}  // namespace

void print_comparison(const std::vector<NamedResult>& all) {
  print_settings(all);
  for (std::size_t i = 1; i < all.size(); ++i) {
    print_numbers(all.front(), all[i]);
  }
}

}  // namespace engram::inspect
