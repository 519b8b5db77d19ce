#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "figures/labels.hpp"
#include "figures/settings.hpp"
#include "figures/text.hpp"

namespace engram::figures {

namespace {

constexpr std::string_view plugin_ending = ".plugin";
constexpr std::string_view analyses = "analyses";

/// Settings as the tree that their paths describe.
struct Branch {
  std::string value;
  std::map<std::string, Branch> branches;
};

Branch tree_of(const Settings& settings) {
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
    branch->value = value;
  }
  return root;
}

std::string words_of(const std::map<std::string, Branch>& branches);

/// "model pc_hopfield (layers [50, 30, 20])". A branch that has no value of its own is known by its leaves.
std::string words_of(const std::string& name, const Branch& branch) {
  const std::string inner = words_of(branch.branches);
  const std::string words = plain_words(name);
  if (branch.value.empty()) {
    return inner;
  }
  const std::string head = words == plain_words(branch.value) ? words : words + " " + branch.value;
  return inner.empty() ? head : fmt::format("{} ({})", head, inner);
}

std::string words_of(const std::map<std::string, Branch>& branches) {
  std::vector<std::string> words;
  for (const auto& [name, branch] : branches) {
    if (std::string text = words_of(name, branch); !text.empty()) {
      words.push_back(std::move(text));
    }
  }
  return join(words);
}

/// The settings in words, in the order in which an experiment uses them.
std::string words_of(const Settings& settings) {
  constexpr std::array<std::string_view, 5> order{"patterns", "model", "learning", "integrator", analyses};
  const Branch root = tree_of(settings);
  std::vector<std::string> sections;
  const auto add = [&](const std::string& name, const Branch& branch) {
    if (std::string text = words_of(name, branch); !text.empty()) {
      sections.push_back(std::move(text));
    }
  };
  for (const std::string_view name : order) {
    if (const auto found = root.branches.find(std::string(name)); found != root.branches.end()) {
      add(found->first, found->second);
    }
  }
  for (const auto& [name, branch] : root.branches) {
    if (std::ranges::find(order, name) == order.end()) {
      add(name, branch);
    }
  }
  return join(sections, "; ");
}

/// The label of the analysis that a panel shows: the part of its path that follows "analyses/".
std::string analysis_of(const Curves& panel) {
  const std::string mark = std::string(analyses) + "/";
  const std::size_t at = panel.place.path.find(mark);
  if (at == std::string::npos) {
    return "";
  }
  const std::string rest = panel.place.path.substr(at + mark.size());
  return rest.substr(0, rest.find('/'));
}

/// Without what belongs to analyses that are not shown, and without empty values.
Settings relevant(Settings settings, const std::vector<std::string>& shown) {
  const std::string mark = std::string(analyses) + ".";
  std::erase_if(settings, [&](const auto& entry) {
    const auto& [path, value] = entry;
    const bool of_shown = std::ranges::any_of(shown, [&](const std::string& label) {
      return path == mark + label || path.starts_with(mark + label + ".");
    });
    return value.empty() || value == "[]" || (path.starts_with(mark) && !of_shown);
  });
  return settings;
}

/// What is true of some panels: said once for all, or with the letters of those that it is true of.
std::string by_panel(const std::vector<std::string>& sentences) {
  std::vector<std::pair<std::string, std::vector<std::string>>> said;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    auto found = std::ranges::find(said, sentences[i], &decltype(said)::value_type::first);
    if (found == said.end()) {
      found = said.insert(said.end(), {sentences[i], {}});
    }
    found->second.push_back(panel_letter(i));
  }
  if (said.size() == 1) {
    return said.front().first;
  }
  std::vector<std::string> text;
  for (const auto& [sentence, letters] : said) {
    if (!sentence.empty()) {
      text.push_back(fmt::format("({}) {}", join(letters), sentence));
    }
  }
  return join(text, " ");
}

}  // namespace

std::string panel_letter(std::size_t index) {
  const std::string last(1, static_cast<char>('a' + index % 26));
  return index < 26 ? last : panel_letter(index / 26 - 1) + last;
}

Settings shared_settings(const std::vector<std::string>& cases, const Source& source) {
  Settings shared = source.settings(cases.front());
  for (const std::string& label : cases) {
    const Settings other = source.settings(label);
    std::erase_if(shared, [&](const auto& entry) {
      const auto found = other.find(entry.first);
      return found == other.end() || found->second != entry.second;
    });
  }
  return shared;
}

std::string default_caption(const std::vector<Curves>& panels, const Source& source) {
  std::vector<std::string> shown;
  std::vector<std::string> cases;
  std::vector<std::string> sentences;
  for (const Curves& panel : panels) {
    shown.push_back(analysis_of(panel));
    cases.insert(cases.end(), panel.place.cases.begin(), panel.place.cases.end());
    sentences.push_back(panel.sentence);
  }
  const Settings common = relevant(shared_settings(cases, source), shown);
  std::vector<std::string> particular;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    Settings own = relevant(shared_settings(panels[i].place.cases, source), {shown[i]});
    std::erase_if(own, [&](const auto& entry) { return common.contains(entry.first); });
    const std::string words = words_of(own);
    particular.push_back(words.empty() ? "" : capitalised(words) + ".");
  }
  std::vector<std::string> text{by_panel(sentences)};
  if (!common.empty()) {
    text.push_back((panels.size() > 1 ? "Common to all panels: " : "Settings: ") + words_of(common) + ".");
  }
  if (const std::string differences = by_panel(particular); !differences.empty()) {
    text.push_back(differences);
  }
  return join(text, " ");
}

}  // namespace engram::figures
