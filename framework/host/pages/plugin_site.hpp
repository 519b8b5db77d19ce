// The documentation of all plugins as pages that need no server and no network.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "examples/example_spec.hpp"
#include "schema/declaration_words.hpp"
#include "schema/spec_form.hpp"

namespace engram::pages {

/// The contents of pages besides the declarations of plugins.
struct SiteContent {
  const Catalogue& catalogue;
  schema::SpecForm form;
  schema::DeclarationWords words;
  std::function<std::string(const PluginInfo&)> library;  ///< the file of a plugin
  /// An experiment that runs, if there is one.
  std::function<std::optional<examples::Example>(const PluginInfo&)> example;
  std::string made;  ///< the program, for the foot of each page
};

/// One file of the site.
struct SiteFile {
  std::string path;  ///< relative to the site: "index.html", "model/hopfield.html"
  std::string bytes;
};

/// index.html, style.css, a page for each plugin and each record, and the files that examples read.
std::vector<SiteFile> site(const SiteContent& content);

}  // namespace engram::pages
