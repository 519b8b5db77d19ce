// Reads a part from a node: a plugin of the catalogue with a value for each of its parameters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// A place in a spec that takes a part.
struct PartSlot {
  Kind kind;
  std::string subject;              ///< for messages: "'model'", "parameter 'activation' of model 'pc_hopfield'"
  std::string default_plugin = {};  ///< used if the spec names none
  std::string own_key = {};         ///< a key that belongs to the slot and not to the plugin ("label")
};

class PartReader {
 public:
  /// Relative names of files start in `folder`, as for absolute_path().
  PartReader(const Catalogue& catalogue, const std::string& folder, yaml::Problems& problems)
      : catalogue_(catalogue), folder_(folder), problems_(problems) {}

  /// Reads a part. Returns std::nullopt if the part or a nested part has a mistake; all mistakes are noted.
  [[nodiscard]] std::optional<Part> read(const yaml::Node& node, const PartSlot& slot) const {
    return read(node, slot, 0);
  }

  /// "models: hopfield, pc_hopfield", or advice if there is no plugin of that kind.
  [[nodiscard]] std::string available(Kind kind) const;

 private:
  /// `depth` counts the parts around this one.
  [[nodiscard]] std::optional<Part> read(const yaml::Node& node, const PartSlot& slot, std::size_t depth) const;
  [[nodiscard]] const PluginInfo* plugin_of(const yaml::Node& node, const PartSlot& slot) const;
  [[nodiscard]] const PluginInfo* find(const std::string& name, const yaml::Mark& mark, const PartSlot& slot) const;
  [[nodiscard]] bool check_keys(const yaml::Node& node, const PluginInfo& plugin, const PartSlot& slot) const;
  [[nodiscard]] std::optional<Value> value_of(const yaml::Node& node, const Parameter& parameter,
                                              const PluginInfo& plugin, std::size_t depth) const;
  [[nodiscard]] std::optional<Value> default_of(const yaml::Mark& mark, const Parameter& parameter,
                                                const PluginInfo& plugin, std::size_t depth) const;

  const Catalogue& catalogue_;
  const std::string& folder_;
  yaml::Problems& problems_;
};

}  // namespace engram::specification
