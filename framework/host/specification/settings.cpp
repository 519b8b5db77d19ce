#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "specification/setting.hpp"
#include "specification/spec.hpp"
#include "values/describe.hpp"
#include "values/sections.hpp"
#include "yaml/path.hpp"
#include "yaml/read.hpp"

namespace engram::specification {

namespace {

bool holds_parts(const yaml::Node& node) {
  return !node.items().empty() && std::ranges::all_of(node.items(), &yaml::Node::is_mapping);
}

/// "hebbian+anti_hebbian": the word of a list of learning rules, as in the labels of a sweep.
std::string word_of_rules(const std::vector<std::string>& plugins) {
  return join(plugins, "+");
}

/// The plugins of a list of learning rules.
std::vector<std::string> plugins_of(const yaml::Node& rules) {
  std::vector<std::string> plugins;
  for (const yaml::Node& rule : rules.items()) {
    const yaml::Node::Entry* plugin = rule.find("plugin");
    plugins.push_back(yaml::flow_text(plugin == nullptr ? rule : plugin->value));
  }
  return plugins;
}

void flatten(const yaml::Node& node, const std::string& path, std::map<std::string, std::string>& settings) {
  if (node.is_mapping()) {
    for (const yaml::Node::Entry& entry : node.entries()) {
      const bool is_head = entry.key == "plugin" || (path == values::initial_key && entry.key == "result");
      flatten(entry.value, is_head ? path : path + (path.empty() ? "" : ".") + entry.key, settings);
    }
  } else if (holds_parts(node)) {
    if (path == values::learning_key) {
      settings[path] = word_of_rules(plugins_of(node));
    }
    for (std::size_t index = 0; index < node.items().size(); ++index) {
      const yaml::Node& item = node.items()[index];
      const bool labelled = item.find("label") != nullptr;
      flatten(labelled ? item.without("label") : item,
              labelled ? path + "." + yaml::name_of_item(item) : path + "[" + std::to_string(index) + "]", settings);
    }
  } else {
    settings[path] = yaml::flow_text(node);
  }
}

using Defaults = std::map<std::string, std::string>;

/// The default of a parameter; std::nullopt if a spec must give a value.
std::optional<std::string> default_of(const Parameter& parameter) {
  if (parameter.required) {
    return std::nullopt;
  }
  if (!parameter.part_default.empty()) {
    return parameter.part_default;
  }
  if (parameter.type == ValueType::parts) {
    return "[]";
  }
  return text_of(Setting{parameter.default_value, parameter.unit});
}

/// Collects the settings of parts, and their defaults if `defaults` is not null.
class Collector {
 public:
  Collector(Settings& settings, Defaults* defaults) : settings_(settings), defaults_(defaults) {}

  void add(const std::string& path, const Part& part) {
    settings_[path] = {part.plugin->name};
    for (const auto& [name, value] : part.values) {
      const Parameter* parameter = part.plugin->find(name);
      if (defaults_ != nullptr && parameter != nullptr) {
        if (auto standard = default_of(*parameter)) {
          (*defaults_)[fmt::format("{}.{}", path, name)] = std::move(*standard);
        }
      }
      add(fmt::format("{}.{}", path, name), value, parameter == nullptr ? "" : parameter->unit);
    }
  }

  /// A single rule, written without a list, has no label.
  void add(const std::string& key, const std::vector<LabelledPart>& parts) {
    for (const LabelledPart& labelled : parts) {
      add(labelled.label.empty() ? key : key + "." + labelled.label, labelled.part);
    }
    if (parts.empty()) {
      settings_[key] = {std::vector<std::string>{}};
    }
  }

 private:
  void add(const std::string& path, const Value& value, const std::string& unit) {
    if (const auto* part = std::get_if<PartPointer>(&value); part != nullptr && *part != nullptr) {
      add(path, **part);
      return;
    }
    const auto* parts = std::get_if<std::vector<PartPointer>>(&value);
    if (parts == nullptr) {
      settings_[path] = {value, unit};
      return;
    }
    for (std::size_t at = 0; at < parts->size(); ++at) {
      add(fmt::format("{}[{}]", path, at), *(*parts)[at]);
    }
    if (parts->empty()) {
      settings_[path] = {std::vector<std::string>{}};
    }
  }

  Settings& settings_;
  Defaults* defaults_;
};

void collect(const ExperimentSpec& experiment, Settings& settings, Defaults* defaults) {
  settings["seed"] = {static_cast<std::int64_t>(experiment.seed)};
  Collector collector(settings, defaults);
  for (const values::Section& section : values::sections) {
    if (const std::optional<Part>& part = experiment.*member_of(section)) {
      collector.add(std::string(section.key), *part);
    }
  }
  if (experiment.initial) {
    settings[std::string(values::initial_key)] = {experiment.initial->result};
    if (experiment.initial->cell) {
      settings[fmt::format("{}.case", values::initial_key)] = {*experiment.initial->cell};
    }
  }
  if (!experiment.learning.empty()) {
    collector.add(std::string(values::learning_key), experiment.learning);
  }
  if (!experiment.learning.empty() && !experiment.learning.front().label.empty()) {
    std::vector<std::string> plugins;
    std::ranges::transform(experiment.learning, std::back_inserter(plugins),
                           [](const LabelledPart& rule) { return rule.part.plugin->name; });
    settings[std::string(values::learning_key)] = {word_of_rules(plugins)};
  }
  collector.add("analyses", experiment.analyses);
}

}  // namespace

Settings settings_of(const ExperimentSpec& experiment) {
  Settings settings;
  collect(experiment, settings, nullptr);
  return settings;
}

std::map<std::string, std::string> defaults_of(const ExperimentSpec& experiment) {
  Settings settings;
  Defaults defaults{{"seed", std::to_string(ExperimentSpec{}.seed)}};
  collect(experiment, settings, &defaults);
  return defaults;
}

std::string text_of(const Setting& setting) {
  if (const auto* text = std::get_if<std::string>(&setting.value)) {
    return *text;
  }
  if (const auto* texts = std::get_if<std::vector<std::string>>(&setting.value)) {
    return fmt::format("[{}]", join(*texts));
  }
  return values::value_text(setting.value, setting.unit);
}

std::map<std::string, std::string> texts_of(const Settings& settings) {
  std::map<std::string, std::string> texts;
  for (const auto& [path, setting] : settings) {
    texts.emplace_hint(texts.end(), path, text_of(setting));
  }
  return texts;
}

std::map<std::string, std::string> settings(const std::string& resolved) {
  yaml::Problems problems;
  const std::optional<yaml::Node> root = yaml::read_text(resolved, "the stored spec", problems);
  if (!root) {
    throw RequestError(yaml::render(problems));
  }
  return settings(*root);
}

std::map<std::string, std::string> settings(const yaml::Node& root) {
  std::map<std::string, std::string> settings;
  yaml::Node experiment = root;
  for (const std::string& key : values::whole_keys()) {
    experiment = experiment.without(key);
  }
  flatten(experiment, "", settings);
  return settings;
}

std::vector<SettingChange> changed_settings(const std::string& before, const std::string& after) {
  return changed_settings(settings(before), settings(after));
}

std::vector<SettingChange> changed_settings(const std::map<std::string, std::string>& left,
                                            const std::map<std::string, std::string>& right) {
  const auto value_in = [](const std::map<std::string, std::string>& settings, const std::string& path) {
    const auto found = settings.find(path);
    return found == settings.end() ? std::nullopt : std::optional{found->second};
  };
  auto all = left;
  all.insert(right.begin(), right.end());
  // An older engram did not have the parameters that a newer one leaves out.
  const auto is_left_out = [](const std::optional<std::string>& value) { return !value || *value == "none"; };
  std::vector<SettingChange> changes;
  for (const auto& [path, value] : all) {
    SettingChange change{path, value_in(left, path), value_in(right, path)};
    if (change.before != change.after && !(is_left_out(change.before) && is_left_out(change.after))) {
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

}  // namespace engram::specification
