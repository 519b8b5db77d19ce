// Examples: the smallest whole experiments in which a plugin takes part, found by what plugins declare.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

namespace engram::reference {

/// An experiment to show and to run.
struct Example {
  std::string spec;                ///< YAML
  std::vector<ExampleFile> files;  ///< what it reads, relative to the spec's folder
  bool runs = false;               ///< it was tried and went through
};

/// What can be told of a text only by making the parts that it describes.
struct Workbench {
  /// How many values a pattern of a pattern source has, or how many units a model; none where it cannot be made.
  std::function<std::optional<Index>(Kind, const std::string& part, const std::vector<ExampleFile>&)> size_of;
  /// Whether the parts of a spec fit each other.
  std::function<bool(const Example&)> fits;
  /// Whether a spec whose parts fit also runs without failures.
  std::function<bool(const Example&)> runs;
};

/// One example for each model that `plugin` works with, or, where it is a model itself, for each analysis and each
/// rule that works with it. The best known companions come first, and so do the plugin's own first examples.
/// An experiment that runs is preferred; where none does, one whose parts fit is returned all the same.
std::vector<Example> example_specs(const PluginInfo& plugin, const Catalogue& catalogue, const Workbench& workbench);

/// The first of those that runs, or the first where none does; none where the plugin fits nothing that there is.
std::optional<Example> example_spec(const PluginInfo& plugin, const Catalogue& catalogue, const Workbench& workbench);

}  // namespace engram::reference
