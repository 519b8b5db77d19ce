// Everything that a plugin or a record declares, as JSON, for other programs.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include <engram/plugin_info.hpp>

#include "schema/declaration_words.hpp"
#include "schema/spec_form.hpp"

namespace engram::schema {

/// `library` is the plugin's file, `sdk_version` the version of the sdk that it was built with.
nlohmann::ordered_json plugin_json(const PluginInfo& plugin, const std::string& library,
                                   const std::string& sdk_version, const DeclarationWords& words);

nlohmann::ordered_json record_json(const RecordForm& record, const DeclarationWords& words);

/// Indented JSON; bytes of a plugin's texts that are not UTF-8 are replaced.
std::string json_text(const nlohmann::ordered_json& json, int indent = 2);

}  // namespace engram::schema
