// The documentation of all plugins as pages that need no server and no network.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "reference/example_spec.hpp"
#include "reference/spec_form.hpp"
#include "reference/words.hpp"

namespace engram::reference {

/// What pages tell, besides what plugins declare themselves.
struct SiteContent {
  const Catalogue& catalogue;
  SpecForm form;
  Words words;
  std::function<std::string(const PluginInfo&)> library;             ///< the file that a plugin came from
  std::function<std::optional<Example>(const PluginInfo&)> example;  ///< an experiment that runs, where there is one
  std::string made;                                                  ///< by what, at the foot of each page
};

/// One file of the site.
struct SiteFile {
  std::string path;  ///< relative to the site: "index.html", "model/hopfield.html"
  std::string bytes;
};

/// index.html, style.css, a page for each plugin and each record, and the files that examples read.
std::vector<SiteFile> site(const SiteContent& content);

}  // namespace engram::reference
