// A catalogue: the plugins that a host offers, as a value.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/plugin_info.hpp>

namespace engram {

/// Plugins by kind and name. It refers to the PluginInfos and does not own them.
class Catalogue {
 public:
  /// Returns false and keeps the earlier plugin if one of that kind and name is already in the catalogue.
  bool add(const PluginInfo& plugin) { return plugins_.emplace(std::pair{plugin.kind, plugin.name}, &plugin).second; }

  [[nodiscard]] const PluginInfo* find(Kind kind, std::string_view name) const {
    const auto found = plugins_.find(std::pair{kind, std::string(name)});
    return found == plugins_.end() ? nullptr : found->second;
  }

  /// The places that were searched, for the message that there is no such plugin: "plugins were looked for in ...";
  /// empty if they are unknown.
  [[nodiscard]] const std::string& searched() const { return searched_; }
  void set_searched(std::string words) { searched_ = std::move(words); }

  /// All plugins of a kind, by name.
  [[nodiscard]] std::vector<const PluginInfo*> of(Kind kind) const {
    std::vector<const PluginInfo*> found;
    for (const auto& [key, plugin] : plugins_) {
      if (key.first == kind) {
        found.push_back(plugin);
      }
    }
    return found;
  }

  /// The plugins of that name, of any kind.
  [[nodiscard]] std::vector<const PluginInfo*> named(std::string_view name) const {
    std::vector<const PluginInfo*> found;
    for (const auto& [key, plugin] : plugins_) {
      if (key.second == name) {
        found.push_back(plugin);
      }
    }
    return found;
  }

 private:
  std::map<std::pair<Kind, std::string>, const PluginInfo*> plugins_;
  std::string searched_;
};

}  // namespace engram
