#include "results/named_dataset.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/summary.hpp"

namespace engram::results {

namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

std::string group_of(const std::string& path) {
  return path.substr(0, path.rfind('/') + 1);
}

/// Whether a label has some of its pieces in a row, as "sweep.a=1,seed=2" has "a=1,seed=2" and "seed=2".
bool has_pieces(const std::string& label, const std::string& pieces) {
  const auto is_end = [&](std::size_t at) { return at >= label.size() || label[at] == '.' || label[at] == ','; };
  for (std::size_t at = 0; !pieces.empty() && (at = label.find(pieces, at)) != std::string::npos; ++at) {
    if ((at == 0 || is_end(at - 1)) && is_end(at + pieces.size())) {
      return true;
    }
  }
  return false;
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
  return label.empty() ? "" : fmt::format("cases/{}/", label);
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

void refuse_dataset(const std::string& dataset, const std::string& label, const Source& source) {
  throw RequestError(fmt::format("there is no dataset '{}'{}{}", dataset,
                                 label.empty() ? "" : " in case '" + label + "'",
                                 suggestion(dataset, below(case_prefix(label), source.datasets(case_prefix(label)))) +
                                     source.advice_on_missing()));
}

std::optional<std::string> label_with(const std::string& part, const std::vector<std::string>& labels) {
  std::vector<std::string> found;
  std::ranges::copy_if(labels, std::back_inserter(found),
                       [&](const std::string& label) { return has_pieces(label, part); });
  if (found.size() > 1) {
    throw RequestError(fmt::format("'{}' is part of the labels of {}{}; write more of the one that is meant", part,
                                   counted(found.size(), "cell"), suggestion("", found)));
  }
  return found.empty() ? std::nullopt : std::optional{found.front()};
}

Located locate(const std::string& dataset, const std::string& case_name, const NamedTexts& at, const Source& source) {
  const std::vector<std::string> cases = source.cases();
  std::string label = case_name;
  if (!at.empty()) {
    label = source.cell_at(case_name, at);
    if (!contains(cases, label)) {
      throw RequestError(fmt::format("the results do not hold the cell '{}', which `at` chooses", label));
    }
  }
  if (!label.empty() && !contains(cases, label)) {
    const Summary summary(source);
    label = summary.labels()[summary.rows_of_case(label).front()];
  }
  if (label.empty() && source.has(dataset)) {
    return {dataset, group_of(dataset), cases.empty() ? std::vector<std::string>{""} : cases};
  }
  if (label.empty() && cases.size() == 1) {
    label = cases.front();
  }
  if (label.empty() && !cases.empty()) {
    const bool in_cases =
        std::ranges::any_of(cases, [&](const std::string& one) { return source.has(case_prefix(one) + dataset); });
    throw RequestError(
        in_cases ? fmt::format("dataset '{}' belongs to a case, and the panel does not name it; there are {}",
                               dataset, join(cases))
                 : fmt::format("there is no dataset '{}'{}", dataset,
                               suggestion(dataset, in_root_or_case(source.datasets(), cases))));
  }
  const std::string path = case_prefix(label) + dataset;
  if (!source.has(path)) {
    refuse_dataset(dataset, label, source);
  }
  return {path, group_of(path), {label}};
}

}  // namespace engram::results
