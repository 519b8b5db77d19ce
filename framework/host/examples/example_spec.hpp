// Examples: the smallest whole experiments with a plugin, found from the declarations of plugins.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

namespace engram::examples {

/// An experiment to show and to run.
struct Example {
  std::string spec;                ///< YAML
  std::vector<ExampleFile> files;  ///< the files that it reads, relative to the spec's folder
  bool runs = false;               ///< it was tried and succeeded
};

/// Checks of a text that require creating its parts.
struct Workbench {
  /// The size of a source's patterns, or the number of a model's units; nullopt if the part cannot be created.
  std::function<std::optional<Index>(Kind, const std::string& part, const std::vector<ExampleFile>&)> size_of;
  /// Whether the parts of a spec fit each other.
  std::function<bool(const Example&)> fits;
  /// Whether a spec whose parts fit also runs without failures.
  std::function<bool(const Example&)> runs;
};

/// One example for each model that `plugin` works with, or, if it is a model, for each analysis and each rule that
/// works with it. The best known companions come first, and so do the plugin's own first examples. An experiment that
/// runs is preferred; otherwise the first one whose parts fit is returned.
std::vector<Example> example_specs(const PluginInfo& plugin, const Catalogue& catalogue, const Workbench& workbench);

/// The first of these examples that runs, otherwise the first; nullopt if the plugin fits no other plugin.
std::optional<Example> example_spec(const PluginInfo& plugin, const Catalogue& catalogue, const Workbench& workbench);

}  // namespace engram::examples
