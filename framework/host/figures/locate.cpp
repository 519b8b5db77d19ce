#include "figures/locate.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/summary_rows.hpp"

namespace engram::figures {

namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

std::string group_of(const std::string& path) {
  return path.substr(0, path.rfind('/') + 1);
}

/// The paths below `prefix`, without the prefix.
std::vector<std::string> below(const std::string& prefix, const std::vector<std::string>& paths) {
  std::vector<std::string> found;
  for (const std::string& path : paths) {
    if (path.starts_with(prefix)) {
      found.push_back(path.substr(prefix.size()));
    }
  }
  return found;
}

/// All paths as a panel may write them: first those outside the cases, then those within, each once.
std::vector<std::string> in_root_or_case(const std::vector<std::string>& paths,
                                         const std::vector<std::string>& cases) {
  std::vector<std::string> found;
  for (const std::string& path : paths) {
    if (!path.starts_with("cases/")) {
      found.push_back(path);
    }
  }
  for (const std::string& label : cases) {
    for (std::string& path : below(case_prefix(label), paths)) {
      if (!contains(found, path)) {
        found.push_back(std::move(path));
      }
    }
  }
  return found;
}

}  // namespace

std::string case_prefix(const std::string& label) {
  return fmt::format("cases/{}/", label);
}

std::string nearest_match(std::string_view written, const std::vector<std::string>& candidates) {
  const std::string words = did_you_mean(written, candidates);
  return words.empty() ? "" : "; " + words;
}

std::string suggestion(std::string_view written, const std::vector<std::string>& candidates) {
  if (std::string match = nearest_match(written, candidates); !match.empty()) {
    return match;
  }
  constexpr std::size_t most = 12;
  if (candidates.empty()) {
    return "; there are none";
  }
  if (candidates.size() <= most) {
    return "; there are " + join(candidates);
  }
  return fmt::format("; there are {} and {} more", join({candidates.begin(), candidates.begin() + most}),
                     candidates.size() - most);
}

Located locate(const Panel& panel, const Source& source) {
  const std::vector<std::string> cases = source.cases();
  const std::vector<std::string> paths = source.datasets();
  std::string label = panel.case_label;
  if (!panel.at.empty()) {
    label = source.cell_at(label, panel.at);
    if (!contains(cases, label)) {
      throw RequestError(fmt::format("the results do not hold the cell '{}', which `at` chooses", label));
    }
  }
  if (!label.empty() && cases.empty()) {
    throw RequestError(fmt::format("case '{}': the results are of a single run and have no cases", label));
  }
  if (!label.empty() && !contains(cases, label)) {
    const SummaryRows summary(source);
    const std::vector<std::size_t> rows = summary.rows_of_case(label);
    if (rows.empty()) {
      throw RequestError(fmt::format("unknown case '{}'{}", label, summary.case_suggestion(label)));
    }
    label = summary.labels()[rows.front()];
  }
  if (label.empty() && contains(paths, panel.dataset)) {
    return {panel.dataset, group_of(panel.dataset), cases.empty() ? std::vector<std::string>{""} : cases};
  }
  if (label.empty() && cases.size() == 1) {
    label = cases.front();
  }
  if (label.empty() && !cases.empty()) {
    const bool in_cases = std::ranges::any_of(
        cases, [&](const std::string& one) { return contains(paths, case_prefix(one) + panel.dataset); });
    throw RequestError(
        in_cases ? fmt::format("dataset '{}' belongs to a case, and the panel does not name it; there are {}",
                               panel.dataset, join(cases))
                 : fmt::format("unknown dataset '{}'{}", panel.dataset,
                               suggestion(panel.dataset, in_root_or_case(paths, cases))));
  }
  const std::string prefix = cases.empty() ? "" : case_prefix(label);
  const std::string path = prefix + panel.dataset;
  if (!contains(paths, path)) {
    throw RequestError(fmt::format("unknown dataset '{}'{}{}", panel.dataset,
                                   label.empty() ? "" : " in case '" + label + "'",
                                   suggestion(panel.dataset, below(prefix, paths))));
  }
  return {path, group_of(path), {label}};
}

std::optional<Dataset> find_in_group(const std::string& group, const std::string& name, const Source& source) {
  if (!contains(source.datasets(), group + name)) {
    return std::nullopt;
  }
  return source.dataset(group + name);
}

}  // namespace engram::figures
