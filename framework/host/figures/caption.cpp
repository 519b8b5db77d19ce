#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include <engram/words.hpp>

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
    branch->value = unbroken(value);
  }
  return root;
}

std::string words_of(const std::map<std::string, Branch>& branches);

/// "relu (gain 1)": a value, and in parentheses what belongs to it.
std::string words_of(const Branch& branch) {
  const std::string inner = words_of(branch.branches);
  if (inner.empty()) {
    return branch.value;
  }
  return branch.value.empty() ? fmt::format("({})", inner) : fmt::format("{} ({})", branch.value, inner);
}

/// "activation relu (gain 1), layers [50, 30, 20]".
std::string words_of(const std::map<std::string, Branch>& branches) {
  std::vector<std::string> words;
  for (const auto& [name, branch] : branches) {
    words.push_back(name == branch.value ? words_of(branch) : name + " " + words_of(branch));
  }
  return join(words);
}

/// The sections of an experiment in the order in which it uses them, with analyses under their own labels.
std::vector<std::pair<std::string, Branch>> sections_of(const Settings& settings) {
  constexpr std::array<std::string_view, 5> order{"patterns", "model", "learning", "integrator", analyses};
  Branch root = tree_of(settings);
  std::vector<std::pair<std::string, Branch>> sections;
  for (const std::string_view name : order) {
    if (const auto found = root.branches.find(std::string(name)); found != root.branches.end()) {
      const auto section = root.branches.extract(found);
      if (name == analyses) {
        sections.insert(sections.end(), section.mapped().branches.begin(), section.mapped().branches.end());
      } else {
        sections.emplace_back(name, section.mapped());
      }
    }
  }
  sections.insert(sections.end(), root.branches.begin(), root.branches.end());
  return sections;
}

/// The settings in words: "model pc_hopfield (layers [50, 30, 20]); learning predictive_coding (rounds 50)".
std::string words_of(const Settings& settings) {
  std::vector<std::string> words;
  for (const auto& [name, branch] : sections_of(settings)) {
    words.push_back(name == branch.value ? words_of(branch) : name + " " + words_of(branch));
  }
  return join(words, "; ");
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
    const std::string& path = entry.first;
    const std::string& value = entry.second;
    const bool of_shown = std::ranges::any_of(shown, [&](const std::string& label) {
      return path == mark + label || path.starts_with(mark + label + ".");
    });
    return value.empty() || value == "[]" || (path.starts_with(mark) && !of_shown);
  });
  return settings;
}

/// Things said of panels, each with the letters of the panels that it is said of, in the order of the panels.
using Said = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// "(a, c)".
std::string listed(const std::vector<std::string>& letters) {
  return unbroken(fmt::format("({})", join(letters)));
}

void say(Said& said, const std::string& words, std::size_t panel) {
  auto found = std::ranges::find(said, words, &Said::value_type::first);
  if (found == said.end()) {
    found = said.insert(said.end(), {words, {}});
  }
  found->second.push_back(panel_letter(panel));
}

/// Sentences: those that hold for all panels as they are, the others after the letters of their panels.
std::string sentences_of(const std::vector<Curves>& panels) {
  Said said;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    for (const std::string& sentence : panels[i].sentences) {
      say(said, sentence, i);
    }
  }
  std::vector<std::string> text;
  for (const auto& [sentence, letters] : said) {
    text.push_back(letters.size() == panels.size() ? sentence : fmt::format("{} {}", listed(letters), sentence));
  }
  return join(text, " ");
}

/// "model.activation relu (a, c), tanh (b, d)" for each setting in which the panels differ. A setting that differs
/// takes with it what belongs to it.
void name_differences(const std::string& name, const std::vector<const Branch*>& panels,
                      std::vector<std::string>& words) {
  std::set<std::string> inner;
  Said said;
  bool has_value = false;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (panels[i] != nullptr) {
      has_value = has_value || !panels[i]->value.empty();
      say(said, words_of(*panels[i]), i);
      for (const auto& [key, branch] : panels[i]->branches) {
        inner.insert(key);
      }
    }
  }
  if (has_value) {
    std::vector<std::string> values;
    for (const auto& [value, letters] : said) {
      values.push_back(fmt::format("{} {}", value, listed(letters)));
    }
    words.push_back(name + " " + join(values));
    return;
  }
  for (const std::string& key : inner) {
    std::vector<const Branch*> branches;
    for (const Branch* panel : panels) {
      const bool has_it = panel != nullptr && panel->branches.contains(key);
      branches.push_back(has_it ? &panel->branches.at(key) : nullptr);
    }
    name_differences(name.empty() ? key : fmt::format("{}.{}", name, key), branches, words);
  }
}

std::string differences(const std::vector<Settings>& particular) {
  std::vector<Branch> panels;
  for (const Settings& settings : particular) {
    Branch root;
    for (auto& [name, branch] : sections_of(settings)) {
      root.branches.emplace(name, branch);
    }
    panels.push_back(std::move(root));
  }
  std::vector<const Branch*> roots;
  for (const Branch& panel : panels) {
    roots.push_back(&panel);
  }
  std::vector<std::string> words;
  name_differences("", roots, words);
  return join(words, "; ");
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

std::string settings_caption(const std::vector<Curves>& panels, const Source& source) {
  std::vector<std::string> shown;
  std::vector<std::string> cases;
  for (const Curves& panel : panels) {
    shown.push_back(analysis_of(panel));
    cases.insert(cases.end(), panel.place.cases.begin(), panel.place.cases.end());
  }
  const Settings common = relevant(shared_settings(cases, source), shown);
  std::vector<Settings> particular;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    Settings own = relevant(shared_settings(panels[i].place.cases, source), {shown[i]});
    std::erase_if(own, [&](const auto& entry) { return common.contains(entry.first); });
    particular.push_back(std::move(own));
  }
  std::vector<std::string> text;
  if (std::string words = sentences_of(panels); !words.empty()) {
    text.push_back(std::move(words));
  }
  if (!common.empty()) {
    text.push_back((panels.size() > 1 ? "Common to all panels: " : "Settings: ") + words_of(common) + ".");
  }
  if (const std::string words = differences(particular); !words.empty()) {
    text.push_back("Panels differ in: " + words + ".");
  }
  return join(text, " ");
}

}  // namespace engram::figures
