#include "plugins/registry.hpp"

#include <algorithm>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <engram/counted.hpp>
#include <engram/words.hpp>

namespace engram::plugins {

namespace {

namespace fs = std::filesystem;

/// Describes how someone other than the user and root could put code into a file or a folder, and the remedy; empty
/// if nobody can.
std::string distrust_reason(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return "";  // a path without a status cannot be loaded either
  }
  // The user trusts the owner of the program by running it.
  struct stat program {};
  const bool is_programs = ::stat("/proc/self/exe", &program) == 0 && status.st_uid == program.st_uid;
  if (status.st_uid != 0 && status.st_uid != ::geteuid() && !is_programs) {
    return fmt::format("it belongs to another user; 'chown {} {}'", ::geteuid(), path.string());
  }
  if ((status.st_mode & S_IWOTH) != 0) {
    return fmt::format("everybody may write to it; 'chmod o-w {}'", path.string());
  }
  return "";
}

/// Why a folder is not searched; empty if it is searched.
std::string folder_problem(const SearchFolder& folder) {
  if (folder.origin == FolderOrigin::library) {
    return "";  // loading the library gives the best message
  }
  std::error_code error;
  const fs::file_status status = fs::status(folder.path, error);
  if (!fs::exists(status)) {
    return "does not exist";
  }
  if (!fs::is_directory(status)) {
    return "is not a folder";
  }
  // The user chose the named folders, but not the folder beside the program.
  if (folder.origin == FolderOrigin::program) {
    if (const std::string danger = distrust_reason(folder.path); !danger.empty()) {
      return fmt::format("is not searched, because {}, or name it with --plugin-path", danger);
    }
  }
  const fs::directory_iterator readable(folder.path, error);
  return error ? fmt::format("cannot be read: {}", error.message()) : "";
}

/// The libraries of a folder, sorted by name so that their order does not depend on the file system.
std::vector<fs::path> libraries_in(const SearchFolder& folder) {
  if (folder.origin == FolderOrigin::library) {
    return {folder.path};
  }
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder.path)) {
    if (entry.path().extension() == ".so") {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

/// Indents all lines of a text after the first.
std::string indented(const std::string& text, std::size_t width) {
  std::string result;
  for (const char c : text) {
    result += c;
    if (c == '\n') {
      result.append(width, ' ');
    }
  }
  return result;
}

std::string refusal_line(const FoundLibrary& library) {
  return fmt::format("    {}: refused: it {}\n", library.path.filename().string(), indented(library.refusal, 6));
}

std::string library_line(const FoundLibrary& library) {
  if (!library.refusal.empty()) {
    return refusal_line(library);
  }
  std::vector<std::string> words;
  for (const FoundPlugin& found : library.plugins) {
    words.push_back(fmt::format(
        "{} '{}'{}", kind_name(found.plugin->kind), found.plugin->name,
        found.shadowed_by.empty() ? "" : fmt::format(" (not used: {} comes first)", found.shadowed_by.string())));
  }
  return fmt::format("    {}: {}\n", library.path.filename().string(), join(words));
}

std::string searched_words(const SearchPath& folders) {
  std::vector<std::string> words;
  for (const SearchFolder& folder : folders) {
    words.push_back(fmt::format("{} ({})", folder.path.string(), origin_name(folder.origin)));
  }
  return fmt::format("plugins were looked for in {}; --plugin-path DIR adds a folder", join(words));
}

}  // namespace

const Library& Registry::library_of(const PluginInfo& plugin) const {
  const auto found = libraries_.find(&plugin);
  if (found == libraries_.end()) {
    throw std::logic_error("plugin '" + plugin.name + "' is not of this registry");
  }
  return found->second;
}

std::string Registry::report_text() const {
  std::string text = "Folders searched for plugins, in this order:\n";
  for (const SearchedFolder& searched : folders_) {
    text += fmt::format("  {} ({})", searched.folder.path.string(), origin_name(searched.folder.origin));
    if (!searched.problem.empty()) {
      text += ": " + searched.problem;
    } else if (searched.libraries.empty()) {
      text += ": holds no libraries";
    }
    text += '\n';
    for (const FoundLibrary& library : searched.libraries) {
      text += library_line(library);
    }
  }
  return text;
}

std::string Registry::short_report_text() const {
  std::string text = "Plugins were looked for in:\n";
  for (const SearchedFolder& searched : folders_) {
    const auto count = searched.libraries.size();
    text += fmt::format("  {} ({}): {}\n", searched.folder.path.string(), origin_name(searched.folder.origin),
                        searched.problem.empty() ? counted(count, "library", "libraries") : searched.problem);
    for (const FoundLibrary& library : searched.libraries) {
      if (!library.refusal.empty()) {
        text += refusal_line(library);
      }
    }
  }
  return text;
}

FoundLibrary Registry::add_library(const fs::path& path, FolderOrigin origin) {
  FoundLibrary found{path, "", {}};
  if (origin == FolderOrigin::program) {
    if (const std::string danger = distrust_reason(path); !danger.empty()) {
      found.refusal = fmt::format("is not loaded, because {}, or name its folder with --plugin-path", danger);
      return found;
    }
  }
  try {
    const Library library = load_library(path);
    for (const PluginInfo& plugin : *library.plugins) {
      if (catalogue_.add(plugin)) {
        libraries_.emplace(&plugin, library);
        found.plugins.push_back({&plugin, {}});
      } else {
        const PluginInfo& earlier = *catalogue_.find(plugin.kind, plugin.name);
        found.plugins.push_back({&plugin, library_of(earlier).path});
      }
    }
  } catch (const LibraryRefused& refused) {
    found.refusal = refused.what();
  }
  return found;
}

Registry load(const SearchPath& folders) {
  Registry registry;
  registry.catalogue_.set_searched(searched_words(folders));
  for (const SearchFolder& folder : folders) {
    SearchedFolder searched{folder, folder_problem(folder), {}};
    if (searched.problem.empty()) {
      for (const fs::path& path : libraries_in(folder)) {
        searched.libraries.push_back(registry.add_library(path, folder.origin));
      }
    }
    registry.folders_.push_back(std::move(searched));
  }
  return registry;
}

}  // namespace engram::plugins
