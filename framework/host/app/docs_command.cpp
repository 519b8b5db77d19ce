#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "pages/plugin_site.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "study/build_info.hpp"
#include "study/crash.hpp"
#include "study/example_specs.hpp"
#include "study/process.hpp"
#include "study/spec_form.hpp"
#include "system/file_content.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// Lists the files of a site, one per line; engram replaces no other file.
constexpr const char* list_name = ".engram-docs";

void check_target(const fs::path& folder, bool overwrite) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    throw RequestError(refusal(fmt::format("{} is a file; the pages go into a folder", folder.string()),
                               "another -o DIR writes elsewhere"));
  }
  if (overwrite || !fs::is_directory(folder, error) || fs::is_regular_file(folder / list_name, error)) {
    return;
  }
  const bool is_empty = fs::is_empty(folder, error);
  if (error) {
    throw RequestError(fmt::format("cannot look into {}: {}", folder.string(), error.message()));
  }
  if (!is_empty) {
    throw RequestError(refusal(fmt::format("{} holds files that `engram docs` did not write", folder.string()),
                               "--overwrite writes beside them and replaces those of the same names",
                               "another -o DIR writes elsewhere"));
  }
}

std::set<std::string> files_of(const fs::path& folder) {
  std::istringstream lines(system::content_of(folder / list_name));
  std::set<std::string> files;
  for (std::string line; std::getline(lines, line);) {
    files.insert(line);
  }
  return files;
}

/// Whether a line of the list is a path within the site's folder.
bool stays_inside(const std::string& file) {
  const fs::path path(file);
  return !file.empty() && path.is_relative() && std::ranges::find(path, fs::path("..")) == path.end();
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw RequestError(fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
  }
}

void write_list(const fs::path& folder, const std::set<std::string>& files) {
  std::string list;
  for (const std::string& file : files) {
    list += file + "\n";
  }
  system::write_text_file(folder / list_name, list, "the list of pages");
}

void write_site(const fs::path& folder, const std::vector<pages::SiteFile>& files) {
  std::set<std::string> now;
  std::ranges::transform(files, std::inserter(now, now.end()), &pages::SiteFile::path);
  make_folder(folder);
  // The list first gets the new and the old files, so that an interrupted site can be written again.
  const std::set<std::string> before = files_of(folder);
  std::set<std::string> both = before;
  both.insert(now.begin(), now.end());
  write_list(folder, both);
  for (const pages::SiteFile& file : files) {
    make_folder((folder / file.path).parent_path());
    system::write_text_file(folder / file.path, file.bytes, "the page");
  }
  for (const std::string& old : before) {
    if (!now.contains(old) && stays_inside(old)) {
      std::error_code ignored;  // the page may already be missing
      fs::remove(folder / old, ignored);
    }
  }
  write_list(folder, now);
}

}  // namespace

int docs_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram docs -o DIR [options]";
  usage.paragraph =
      "Writes a web site about every plugin found, your own included: parameters, what fits, what is recorded, and\n"
      "an example that runs. DIR/index.html opens in any browser, without a server or a network.";
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("DIR"), "the folder to write")(
      "overwrite", "write into a folder that holds other files")("quiet,q", "print errors only");
  add_plugin_options(usage.options);
  usage.examples = {"engram docs -o docs", "engram docs -o docs --plugin-path ~/my_plugins/build"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  if (values->count("output") == 0) {
    throw RequestError("-o DIR is missing\n  for example: engram docs -o docs");
  }
  const fs::path folder = (*values)["output"].as<std::string>();
  check_target(folder, values->count("overwrite") != 0);
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  // The search for examples creates parts in this process.
  const auto guard = study::guard_against(registry, exit_failed);
  study::reserve_blas_memory();
  write_site(folder, pages::site({registry.catalogue(), study::spec_form(), study::declaration_words(),
                                  [&](const PluginInfo& plugin) { return registry.library_of(plugin).path.string(); },
                                  [&](const PluginInfo& plugin) { return study::example_of(plugin, registry); },
                                  fmt::format("Written by engram {} ({}).", study::build_info().engram_version,
                                              study::build_info().git_commit)}));
  if (values->count("quiet") == 0) {
    app::print("{}\n", (folder / "index.html").string());
  }
  return exit_done;
}

}  // namespace engram::app
