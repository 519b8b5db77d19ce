#include "evaluation/summary_columns.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "results/setting_path.hpp"

namespace engram::evaluation {

bool SummaryColumns::check(const specification::Record& record, std::string_view key, const std::string& name,
                           yaml::Problems& problems) {
  if (!cells_.resolved()) {
    return true;  // a case with mistakes has no settings yet
  }
  if (!cells_.spec().has_cases) {
    problems.add(record.mark_of(key), "there is no summary of a single run",
                 {"the summary has a row for each case and each cell of a sweep"});
    return false;
  }
  if (name.starts_with("results.")) {
    return check_result(record, key, name, problems);
  }
  if (name == "case" || (name == "case_name" && cells_.has_case_names())) {
    return true;
  }
  const std::string path = results::setting_path(name);
  if (is_swept(path)) {
    return true;
  }
  constexpr std::size_t some = 32;
  read_settings(some);
  if (!varying_.contains(path)) {
    read_settings(cells_.labels().size());
  }
  if (varying_.contains(path)) {
    return true;
  }
  if (first_.contains(path)) {
    problems.add(record.mark_of(key),
                 fmt::format("the summary has no column '{}', which is the same everywhere", name),
                 {fmt::format("{} is {}", path, specification::text_of(first_.at(path)))});
    return false;
  }
  problems.add(record.mark_of(key), fmt::format("the summary has no column '{}'", name),
               notes_on(name, "columns", {varying_.begin(), varying_.end()}));
  return false;
}

bool SummaryColumns::check_result(const specification::Record& record, std::string_view key, const std::string& name,
                                  yaml::Problems& problems) {
  const std::string prefix = "results.analyses.";
  if (!name.starts_with(prefix)) {
    return true;  // training declares no records
  }
  // Labels may contain dots, names of datasets do not.
  const std::size_t dot = name.rfind('.');
  const std::string label = dot < prefix.size() ? "" : name.substr(prefix.size(), dot - prefix.size());
  const std::string number = name.substr(dot + 1);
  std::set<const PluginInfo*> plugins;
  for (std::size_t run = 0; run < cells_.labels().size(); ++run) {
    plugins.insert(cells_.analysis(run, label));
  }
  plugins.erase(nullptr);
  std::vector<std::string> numbers;
  for (const PluginInfo* plugin : plugins) {
    if (plugin->records.empty()) {
      return true;
    }
    for (const Recorded& recorded : plugin->records) {
      if (recorded.dimensions.empty()) {
        numbers.push_back(recorded.name);
      }
    }
  }
  if (std::ranges::find(numbers, number) != numbers.end()) {
    return true;
  }
  if (plugins.empty()) {
    problems.add(record.mark_of(key), fmt::format("there is no analysis '{}'", label),
                 {"a result of an analysis is the column results.analyses.LABEL.NAME"});
  } else {
    problems.add(record.mark_of(key), fmt::format("analysis '{}' records no single number '{}'", label, number),
                 notes_on(number, "single numbers", numbers));
  }
  return false;
}

bool SummaryColumns::is_swept(const std::string& path) const {
  return std::ranges::any_of(cells_.spec().cases.axes(), [&](const specification::Axis& axis) {
    return axis.size > 1 && std::ranges::any_of(axis.paths, [&](const std::string& swept) {
             return results::setting_path(swept) == path;
           });
  });
}

void SummaryColumns::read_settings(std::size_t count) {
  for (; read_ < std::min(count, cells_.labels().size()); ++read_) {
    const auto settings = specification::settings_of(cells_.spec().cases[read_]);
    for (const auto& [path, setting] : settings) {
      const auto [found, is_new] = first_.try_emplace(path, setting);
      // The column has a gap if an earlier cell has no such setting.
      if (is_new ? read_ > 0 : found->second != setting) {
        varying_.insert(path);
      }
    }
    for (const auto& [path, setting] : first_) {
      if (!settings.contains(path)) {
        varying_.insert(path);
      }
    }
  }
}

}  // namespace engram::evaluation
