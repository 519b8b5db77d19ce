#include "app/completion.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "specification/extend.hpp"
#include "specification/spec.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

plugins::Registry load_plugins(const Words& words) {
  std::vector<fs::path> folders;
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    if (words[at] == "--plugin-path") {
      folders.emplace_back(words[at + 1]);
    }
  }
  return plugins::load(plugins::search_path(folders));
}

/// Files with one of the endings, and folders, in the folder at the beginning of the path.
Words files(const std::string& begun, const Words& endings) {
  const std::size_t slash = begun.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : begun.substr(0, slash + 1);
  Words found;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.empty() ? "." : folder, none)) {
    // A name that begins with '-' would be read as an option.
    const std::string name = (begun.empty() && entry.path().filename().string().starts_with('-') ? "./" : folder) +
                             entry.path().filename().string();
    if (entry.is_directory(none)) {
      found.push_back(name + "/");
    } else if (std::ranges::find(endings, entry.path().extension().string()) != endings.end()) {
      found.push_back(name);
    }
  }
  return found;
}

Words plugin_names(const plugins::Registry& registry, std::optional<Kind> kind) {
  Words names;
  for (const Kind each : all_kinds) {
    if (!kind || each == *kind) {
      std::ranges::transform(registry.catalogue().of(each), std::back_inserter(names), &PluginInfo::name);
    }
  }
  return names;
}

/// Candidates after `--set`: the settings of a spec, and the possible words of a setting.
class Settings {
 public:
  Settings(const std::string& spec, const plugins::Registry& registry) : registry_(registry) {
    yaml::Problems problems;
    const auto written = specification::read_spec(spec, problems);
    if (!written) {
      return;
    }
    // Mistakes in figures and claims do not matter here.
    const yaml::Node runs = written->root.without("figures").without("expect");
    const specification::Spec resolved = specification::resolve(runs, registry.catalogue(), {}, problems);
    if (problems.empty()) {
      experiment_ = resolved.cases.front();
      settings_ = specification::texts_of(specification::settings_of(*experiment_));
      return;
    }
    settings_ = specification::settings(written->root);
  }

  [[nodiscard]] Words paths() const {
    Words paths{"title=", "timeout=", "keep=", "initial="};
    for (const auto& [path, value] : settings_) {
      paths.push_back(path + "=");
    }
    return paths;
  }

  /// The possible words of the setting at a path; empty if it takes numbers.
  [[nodiscard]] Words words_at(std::string path) const {
    constexpr std::string_view plugin = ".plugin";
    if (path.ends_with(plugin)) {
      path.resize(path.size() - plugin.size());
    }
    Words words;
    if (!experiment_) {
      return words;
    }
    if (path == "initial.case" && experiment_->initial) {
      return labels_of(experiment_->initial->result);
    }
    const auto top = [&](const std::string& name, const Part& part) {
      if (path == name) {
        words = plugin_names(registry_, part.plugin->kind);
      } else if (path.starts_with(name + ".")) {
        words = words_within(part, path.substr(name.size() + 1));
      }
    };
    for (const NestedPart& each : parts_of(*experiment_)) {
      top(each.path, *each.part);
    }
    return words;
  }

 private:
  /// The labels of the cases of a result; empty if it cannot be read.
  [[nodiscard]] static Words labels_of(const std::string& result) {
    try {
      return store::Reader(result).case_labels();
    } catch (const RequestError&) {
      return {};
    }
  }

  [[nodiscard]] Words words_within(const Part& part, const std::string& path) const {
    const std::string name = path.substr(0, path.find('.'));
    const Parameter* parameter = part.plugin->find(name);
    if (parameter == nullptr) {
      return {};
    }
    const Value value = part.value(name);
    const auto* nested = std::get_if<PartPointer>(&value);
    if (nested != nullptr && name.size() < path.size()) {
      return words_within(**nested, path.substr(name.size() + 1));
    }
    if (nested != nullptr) {
      return plugin_names(registry_, (*nested)->plugin->kind);
    }
    return parameter->type == ValueType::boolean ? Words{"false", "true"} : parameter->choices;
  }

  const plugins::Registry& registry_;
  std::optional<specification::ExperimentSpec> experiment_;
  std::map<std::string, std::string> settings_;
};

/// The spec that is already on the command line.
std::string spec_among(const Words& words) {
  const auto found = std::ranges::find_if(
      words, [](const std::string& word) { return word.ends_with(".yaml") || word.ends_with(".yml"); });
  return found == words.end() ? "" : *found;
}

Words settings(const Words& words) {
  const std::string spec = spec_among(words);
  if (spec.empty()) {
    return {};
  }
  const plugins::Registry registry = load_plugins(words);
  const Settings settings(spec, registry);
  const std::size_t equals = words.back().find('=');
  if (equals == std::string::npos) {
    return settings.paths();
  }
  const std::string path = words.back().substr(0, equals);
  Words candidates;
  const bool names_result = path == "initial" || path == "initial.result";
  for (const std::string& word :
       names_result ? files(words.back().substr(equals + 1), {".h5"}) : settings.words_at(path)) {
    candidates.push_back(fmt::format("{}={}", path, word));
  }
  return candidates;
}

Words candidates(const Words& words) {
  const std::string& begun = words.back();
  if (words.size() == 1) {
    Words names{"--help", "--version"};
    std::ranges::transform(commands(), std::back_inserter(names), &Command::name);
    return names;
  }
  const std::string& command = words.front();
  const std::string& before = words[words.size() - 2];
  if (before == "--set") {
    return settings(words);
  }
  if (before == "--format") {
    return {"pdf", "png", "svg"};
  }
  if (begun.starts_with('-')) {
    const auto found = std::ranges::find(commands(), command, &Command::name);
    return found == commands().end() ? Words{} : options_of(*found);
  }
  // After an option with a value, only a file name can follow.
  if (before.starts_with('-') && before != "--slurm" && before != "--resume" && before != "--overwrite") {
    return {};
  }
  if (command == "describe") {
    const plugins::Registry registry = load_plugins(words);
    Words names = plugin_names(registry, std::nullopt);
    names.insert(names.end(), {"spec", "cases", "sweep", "figure", "panel", "claim"});
    for (const Kind kind : all_kinds) {
      for (const std::string& name : plugin_names(registry, kind)) {
        names.push_back(fmt::format("{}/{}", kind_name(kind), name));
      }
    }
    return names;
  }
  if (command == "new") {
    Words kinds;
    if (words.size() == 2) {
      std::ranges::transform(all_kinds, std::back_inserter(kinds),
                             [](Kind kind) { return std::string(kind_name(kind)); });
      kinds.emplace_back("spec");
    }
    return kinds;
  }
  if (command == "completion") {
    return {"bash", "fish", "zsh"};
  }
  if (command == "help") {
    Words names;
    std::ranges::transform(commands(), std::back_inserter(names), &Command::name);
    return names;
  }
  const Words of_specs{"run", "validate", "status", "merge", "submit"};
  return std::ranges::find(of_specs, command) != of_specs.end() ? files(begun, {".yaml", ".yml"})
                                                                : files(begun, {".h5"});
}

}  // namespace

std::vector<std::string> completions(const std::vector<std::string>& words) {
  if (words.empty()) {
    return {};
  }
  std::set<std::string> fitting;
  for (const std::string& candidate : candidates(words)) {
    // Each line is one candidate, and fish ends a candidate at a tab.
    const bool is_line = std::ranges::none_of(candidate, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (is_line && candidate.starts_with(words.back())) {
      fitting.insert(candidate);
    }
  }
  return {fitting.begin(), fitting.end()};
}

}  // namespace engram::app
