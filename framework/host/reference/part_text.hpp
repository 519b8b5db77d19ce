// A part of a spec as text, made from the declarations of its plugin.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

namespace engram::reference {

/// One part as a spec writes it: "hebbian", "{plugin: hopfield, units: 24}".
struct PartText {
  const PluginInfo* plugin = nullptr;
  std::vector<std::pair<std::string, std::string>> entries;  ///< parameters with their values, as text

  [[nodiscard]] std::string text() const;
  /// The text of a parameter's value; empty if it is not written.
  [[nodiscard]] std::string value(std::string_view parameter) const;
  /// Writes a parameter, or replaces its value.
  void set(const std::string& parameter, std::string value);
};

/// The entries of a flow mapping without its braces: "count: 3, sizes: [1, 2]" -> count, sizes.
std::vector<std::pair<std::string, std::string>> entries_of(std::string_view text);

/// The plugins of a kind, the best known first.
std::vector<const PluginInfo*> well_known_first(const Catalogue& catalogue, Kind kind);

/// A part for each example that a plugin declares, or a single part if it declares no example. Required parameters
/// without a value in the example get a value within their limits.
std::vector<PartText> example_parts(const PluginInfo& plugin, const Catalogue& catalogue);

}  // namespace engram::reference
