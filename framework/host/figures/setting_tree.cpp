#include "figures/setting_tree.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "panels/labels.hpp"
#include "results/dataset_values.hpp"

namespace engram::figures {

namespace {

constexpr std::string_view plugin_ending = ".plugin";

/// A value for a reader: 5 ms for 0.005 s, and the file name for a path.
std::string in_words(const std::string& value) {
  constexpr double shortest_in_seconds = 0.1;
  constexpr double ms = 1e-3;
  if (const auto quantity = results::quantities_of({value}); quantity && quantity->unit == "s") {
    const double seconds = quantity->values.front();
    if (seconds != 0.0 && std::fabs(seconds) < shortest_in_seconds) {
      return fmt::format("{:.6g} ms", seconds / ms);
    }
  }
  std::string words;
  for (std::size_t at = 0; at < value.size();) {
    const bool begins = at == 0 || value[at - 1] == '[' || (at > 1 && value.compare(at - 2, 2, ", ") == 0);
    if (!begins || value[at] != '/') {
      words += value[at++];
      continue;
    }
    const std::size_t end = std::min({value.find(", /", at), value.find(']', at), value.size()});
    words += value.substr(value.rfind('/', end - 1) + 1, end - 1 - value.rfind('/', end - 1));
    at = end;
  }
  return words;
}

Branch tree_of(const Settings& settings, const NamedTexts& labels) {
  Branch root;
  for (const auto& [path, value] : settings) {
    std::string_view rest = path;
    if (rest.ends_with(plugin_ending)) {
      rest.remove_suffix(plugin_ending.size());
    }
    Branch* branch = &root;
    while (!rest.empty()) {
      const std::size_t dot = std::min(rest.find('.'), rest.size());
      branch = &branch->branches[std::string(rest.substr(0, dot))];
      rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    const std::string label = panels::label_of(labels, value);
    branch->value = canvas::unbroken(label.empty() ? in_words(value) : label);
    branch->label = panels::label_of_path(labels, path);
  }
  return root;
}

/// Whether a word is one of those in "hebbian+anti_hebbian".
bool is_among(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find('+'), words.size());
    if (words.substr(0, end) == word) {
      return true;
    }
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

/// "activation relu (gain 1)", or only the words of a part whose name is its label.
std::string named_words(const std::string& name, const Branch& branch) {
  const std::string& word = branch.label.empty() ? name : branch.label;
  return word == branch.value ? words_of(branch) : word + " " + words_of(branch);
}

/// "activation relu (gain 1), layers [50, 30, 20]". Parts of a list whose word, `of`, names them stand there only if
/// they have settings.
std::string words_of(const std::map<std::string, Branch>& branches, std::string_view of) {
  std::vector<std::string> words;
  for (const auto& [name, branch] : branches) {
    if (name != branch.value || !branch.branches.empty() || !is_among(name, of)) {
      words.push_back(named_words(name, branch));
    }
  }
  return join(words);
}

}  // namespace

std::string words_of(const Branch& branch) {
  const std::string inner = words_of(branch.branches, branch.value);
  if (inner.empty()) {
    return branch.value;
  }
  return branch.value.empty() ? fmt::format("({})", inner) : fmt::format("{} ({})", branch.value, inner);
}

std::vector<std::pair<std::string, Branch>> sections_of(const Settings& settings, const NamedTexts& labels) {
  constexpr std::array<std::string_view, 5> order{"patterns", "model", "learning", "integrator", "analyses"};
  Branch root = tree_of(settings, labels);
  std::vector<std::pair<std::string, Branch>> sections;
  for (const std::string_view name : order) {
    if (const auto found = root.branches.find(std::string(name)); found != root.branches.end()) {
      const auto section = root.branches.extract(found);
      if (name == order.back()) {
        sections.insert(sections.end(), section.mapped().branches.begin(), section.mapped().branches.end());
      } else {
        sections.emplace_back(name, section.mapped());
      }
    }
  }
  sections.insert(sections.end(), root.branches.begin(), root.branches.end());
  return sections;
}

std::string words_of(const Settings& settings, const NamedTexts& labels) {
  std::vector<std::string> words;
  for (const auto& [name, branch] : sections_of(settings, labels)) {
    words.push_back(named_words(name, branch));
  }
  return join(words, "; ");
}

}  // namespace engram::figures
