// Declarations of the places of a spec, as its plugins give them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "yaml/node.hpp"
#include "yaml/path.hpp"

namespace engram::values {

/// The keys of a part that are not its parameters.
constexpr std::string_view plugin_key = "plugin";
constexpr std::string_view label_key = "label";

/// The declaration of one place in a spec, which takes a value, a part, a list of parts, or a record of values by
/// key.
struct Declaration {
  enum class Form { value, part, parts, record };
  Form form = Form::value;
  Parameter parameter = {};          ///< of a value
  Kind kind = {};                    ///< of a part, or of each part of a list
  std::string default_plugin = {};   ///< of a part
  std::vector<Parameter> keys = {};  ///< of a record; a value in place of the mapping is that of the first
};

/// The plugin meant by a list in place of a part of this kind; nullptr if there is none.
const PluginInfo* list_plugin(const Catalogue& catalogue, Kind kind);

Declaration declaration_of(const Parameter& parameter);

/// A part as a mapping, however it is written: "tanh" as {plugin: tanh}, and a list as the plugin that takes it.
yaml::Node whole_part(const yaml::Node& node, Kind kind, const Catalogue& catalogue);

/// A record as a mapping, however it is written.
yaml::Node whole_record(const yaml::Node& node, const Declaration& record);

/// The declaration at a path of a tree; std::nullopt if no plugin there declares it.
std::optional<Declaration> declaration_at(const yaml::Node& tree, const std::vector<yaml::Step>& steps,
                                          const Catalogue& catalogue);

/// A value with its texts in quotes, so that they are not taken for numbers.
yaml::Node with_quoted_texts(const yaml::Node& node, const Declaration& declaration, const Catalogue& catalogue);

}  // namespace engram::values
