// The page of one plugin, and of one record.
#pragma once

#include <string>
#include <vector>

#include "reference/site.hpp"

namespace engram::reference {

/// "model/hopfield.html".
std::string path_of(const PluginInfo& plugin);

/// The path of an example's file in the site: "files/pattern_source/csv/letters.csv".
std::string path_of(const PluginInfo& plugin, const ExampleFile& file);

/// A table of parameters, each with an anchor "parameter-NAME".
std::string parameters_html(const std::vector<Parameter>& parameters, const SiteContent& content);

/// The page's body. `example`: an experiment that runs, if there is one.
std::string plugin_html(const PluginInfo& plugin, const std::optional<Example>& example, const SiteContent& content);
std::string record_html(const RecordForm& record, const SiteContent& content);

}  // namespace engram::reference
