// The values of the template of a plugin's page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pages/plugin_site.hpp"
#include "pages/template.hpp"

namespace engram::pages {

/// "model/hopfield.html".
std::string path_of(const PluginInfo& plugin);

/// The path of an example's file in the site: "files/pattern_source/csv/letters.csv".
std::string path_of(const PluginInfo& plugin, const ExampleFile& file);

/// Links to the pages of plugins; `up` is the path from the page's folder to the site's.
Json links_to(const std::vector<const PluginInfo*>& plugins, const std::string& up);

/// The values of plugin.html. `example`: an experiment that runs, if there is one.
Json plugin_values(const PluginInfo& plugin, const std::optional<examples::Example>& example,
                   const SiteContent& content);

}  // namespace engram::pages
