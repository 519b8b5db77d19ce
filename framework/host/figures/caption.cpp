#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <utility>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "figures/counts.hpp"
#include "figures/setting_tree.hpp"
#include "figures/settings.hpp"
#include "results/setting_path.hpp"

namespace engram::figures {

namespace {

constexpr std::string_view analyses = "analyses";

/// The label of the analysis that a panel shows: the text after "analyses/" in the path of a dataset, or after
/// "results.analyses." in the path of a column of the summary.
std::string analysis_of(const panels::Curves& panel) {
  for (const auto& [mark, ending] : {std::pair{"analyses/", '/'}, std::pair{"results.analyses.", '.'}}) {
    const std::size_t at = panel.place.path.find(mark);
    if (at != std::string::npos) {
      const std::string rest = panel.place.path.substr(at + std::string_view(mark).size());
      return rest.substr(0, ending == '/' ? rest.find(ending) : rest.rfind(ending));
    }
  }
  return "";
}

/// Whether a setting only decides what is stored.
bool is_of_recording(const std::string& path) {
  return results::last_step(path).starts_with("record_");
}

/// Removes settings of analyses that are not shown, settings that only decide what is stored, and empty values.
Settings relevant(Settings settings, const std::vector<std::string>& shown) {
  const std::string mark = std::string(analyses) + ".";
  std::erase_if(settings, [&](const auto& entry) {
    const std::string& path = entry.first;
    const std::string& value = entry.second;
    const bool of_shown = std::ranges::any_of(shown, [&](const std::string& label) {
      return path == mark + label || path.starts_with(mark + label + ".");
    });
    return value.empty() || value == "[]" || is_of_recording(path) || (path.starts_with(mark) && !of_shown);
  });
  return settings;
}

/// Sentences about panels, each with the letters of its panels, in the order of the panels.
using Said = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// "(a, c)".
std::string listed(const std::vector<std::string>& letters) {
  return canvas::unbroken(fmt::format("({})", join(letters)));
}

void say(Said& said, const std::string& words, std::size_t panel) {
  auto found = std::ranges::find(said, words, &Said::value_type::first);
  if (found == said.end()) {
    found = said.insert(said.end(), {words, {}});
  }
  found->second.push_back(panel_letter(panel));
}

/// Joins sentences: those that hold for all panels alone, the others after the letters of their panels.
std::string sentences_of(const std::vector<panels::Curves>& panels) {
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

/// A setting that differs between panels: "model.activation", and "relu" of (a, c), "tanh" of (b, d).
struct Difference {
  std::string path;
  std::string label;  ///< the figure's word for the setting; empty if it has none
  Said values;
};

/// The settings that differ between panels. The settings below one of them are not compared.
void find_differences(const std::string& path, const std::vector<const Branch*>& panels,
                      std::vector<Difference>& found) {
  std::string label;
  std::set<std::string> inner;
  Said said;
  bool has_value = false;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (panels[i] != nullptr) {
      has_value = has_value || !panels[i]->value.empty();
      label = panels[i]->label.empty() ? label : panels[i]->label;
      say(said, words_of(*panels[i]), i);
      for (const auto& [key, branch] : panels[i]->branches) {
        inner.insert(key);
      }
    }
  }
  if (has_value) {
    found.push_back({path, label, std::move(said)});
    return;
  }
  for (const std::string& key : inner) {
    std::vector<const Branch*> branches;
    for (const Branch* panel : panels) {
      const bool has_it = panel != nullptr && panel->branches.contains(key);
      branches.push_back(has_it ? &panel->branches.at(key) : nullptr);
    }
    find_differences(path.empty() ? key : fmt::format("{}.{}", path, key), branches, found);
  }
}

std::vector<Difference> differences(const std::vector<Settings>& particular, const NamedTexts& labels) {
  std::vector<Branch> panels;
  for (const Settings& settings : particular) {
    Branch root;
    for (auto& [name, branch] : sections_of(settings, labels)) {
      root.branches.emplace(name, branch);
    }
    panels.push_back(std::move(root));
  }
  std::vector<const Branch*> roots;
  for (const Branch& panel : panels) {
    roots.push_back(&panel);
  }
  std::vector<Difference> found;
  find_differences("", roots, found);
  // "layers" is enough unless two settings have the same last step.
  std::vector<std::string> ends;
  std::ranges::transform(found, std::back_inserter(ends),
                         [](const Difference& one) { return results::last_step(one.path); });
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].label.empty() || std::ranges::count(ends, ends[i]) == 1) {
      found[i].path = found[i].label.empty() ? ends[i] : found[i].label;
    }
  }
  return found;
}

/// Whether a value begins with the name of its setting, as a part does whose label is its plugin's name.
bool begins_with_name(const std::string& value, const std::string& name) {
  return value == name || value.starts_with(name + " ");
}

/// "activation relu (a, c), tanh (b, d); layers [100] (a, b), [50, 30, 20] (c, d)".
std::string words_of(const std::vector<Difference>& differences) {
  std::vector<std::string> words;
  for (const Difference& one : differences) {
    std::vector<std::string> values;
    for (const auto& [value, letters] : one.values) {
      values.push_back(fmt::format("{} {}", value, listed(letters)));
    }
    const bool says_name =
        std::ranges::all_of(one.values, [&](const auto& value) { return begins_with_name(value.first, one.path); });
    words.push_back(says_name ? join(values) : one.path + " " + join(values));
  }
  return join(words, "; ");
}

/// The settings of panels: those that all panels share, and the others of each panel.
struct Parts {
  Settings common;
  std::vector<Settings> particular;
};

/// Removes default settings from the shared settings, and from those of a part that only some panels have. If panels
/// differ in a setting, its default is named like any other value.
void drop_defaults(const std::vector<std::set<std::string>>& defaults, Parts& parts) {
  std::erase_if(parts.common, [&](const auto& entry) {
    return std::ranges::all_of(defaults, [&](const auto& paths) { return paths.contains(entry.first); });
  });
  std::set<std::string> informative;
  for (std::size_t i = 0; i < parts.particular.size(); ++i) {
    for (const auto& [path, value] : parts.particular[i]) {
      const bool others_differ =
          std::ranges::any_of(parts.particular, [&, &path = path, &value = value](const auto& own) {
            const auto found = own.find(path);
            return found != own.end() && found->second != value;
          });
      if (others_differ || !defaults[i].contains(path)) {
        informative.insert(path);
      }
    }
  }
  for (Settings& own : parts.particular) {
    std::erase_if(own, [&](const auto& entry) { return !informative.contains(entry.first); });
  }
}

/// Keeps the settings that are equal in `others`.
void keep_shared(Settings& settings, const Settings& others) {
  std::erase_if(settings, [&](const auto& entry) {
    const auto found = others.find(entry.first);
    return found == others.end() || found->second != entry.second;
  });
}

Settings in_all(const std::vector<Settings>& panels) {
  Settings shared = panels.front();
  for (const Settings& other : panels) {
    keep_shared(shared, other);
  }
  return shared;
}

Parts parts_of(const std::vector<panels::Curves>& panels, const results::Source& source) {
  std::vector<std::string> shown;
  std::vector<Settings> of_panels;
  for (const panels::Curves& panel : panels) {
    // Neighbouring panels often show the same cells, and reading many cells is slow.
    const bool again = !of_panels.empty() && panel.place.cases == panels[of_panels.size() - 1].place.cases;
    shown.push_back(analysis_of(panel));
    of_panels.push_back(again ? of_panels.back() : shared_settings(panel.place.cases, source));
  }
  Parts parts{relevant(in_all(of_panels), shown), {}};
  std::vector<std::set<std::string>> defaults;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    Settings own = relevant(of_panels[i], {shown[i]});
    std::erase_if(own, [&](const auto& entry) { return parts.common.contains(entry.first); });
    parts.particular.push_back(std::move(own));
    defaults.push_back(source.default_settings(panels[i].place.cases.front()));
  }
  drop_defaults(defaults, parts);
  return parts;
}

void drop_counted(const Counts& counts, Parts& parts) {
  const auto is_counted = [&](const auto& entry) { return counts.settings.contains(entry.first); };
  std::erase_if(parts.common, is_counted);
  for (Settings& own : parts.particular) {
    std::erase_if(own, is_counted);
  }
}

}  // namespace

std::string panel_letter(std::size_t index) {
  const std::string last(1, static_cast<char>('a' + index % 26));
  return index < 26 ? last : panel_letter(index / 26 - 1) + last;
}

std::string panel_sentences(const std::vector<panels::Curves>& panels) {
  return sentences_of(panels);
}

Settings shared_settings(const std::vector<std::string>& cases, const results::Source& source) {
  Settings shared = source.settings(cases.front());
  for (const std::string& label : cases) {
    keep_shared(shared, source.settings(label));
  }
  return shared;
}

std::string settings_caption(const std::vector<panels::Curves>& panels, const results::Source& source,
                             const NamedTexts& labels) {
  std::vector<std::vector<std::string>> cases;
  std::ranges::transform(panels, std::back_inserter(cases),
                         [](const panels::Curves& panel) { return panel.place.cases; });
  const Counts counts = counts_of(cases, source);
  Parts parts = parts_of(panels, source);
  drop_counted(counts, parts);
  std::vector<std::string> text;
  for (std::string words : {sentences_of(panels), counts.sentence}) {
    if (!words.empty()) {
      text.push_back(std::move(words));
    }
  }
  if (!parts.common.empty()) {
    text.push_back((panels.size() > 1 ? "All panels: " : "Settings: ") + words_of(parts.common, labels) + ".");
  }
  if (const std::string words = words_of(differences(parts.particular, labels)); !words.empty()) {
    text.push_back("Panels differ in: " + words + ".");
  }
  return join(text, " ");
}

std::vector<std::string> particular_titles(const std::vector<panels::Curves>& panels, const results::Source& source,
                                           const NamedTexts& labels) {
  constexpr std::size_t longest = 80;
  std::vector<std::string> titles(panels.size());
  for (const Difference& one : differences(parts_of(panels, source).particular, labels)) {
    for (const auto& [value, letters] : one.values) {
      for (std::size_t i = 0; i < panels.size(); ++i) {
        if (std::ranges::find(letters, panel_letter(i)) != letters.end()) {
          titles[i] += fmt::format("{}{} {}", titles[i].empty() ? "" : ", ", one.path, value);
        }
      }
    }
  }
  for (std::string& title : titles) {
    title = title.size() > longest ? "" : canvas::capitalised(std::move(title));
  }
  return titles;
}

}  // namespace engram::figures
