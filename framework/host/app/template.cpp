#include "app/template.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>

namespace engram::app {

namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream || !text) {
    throw RunError(fmt::format("the template {} cannot be read", file.string()));
  }
  return text.str();
}

/// The files of a new folder, by file name.
std::map<std::string, std::string> files_of(const fs::path& templates, const Fillings& fillings) {
  std::map<std::string, std::string> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(templates, error)) {
    std::string name = entry.path().filename().string();
    if (name.ends_with(".in")) {
      name.resize(name.size() - 3);
      files[filled(name, fillings)] = filled(content(entry.path()), fillings);
    }
  }
  if (error || files.empty()) {
    throw RunError(fmt::format("there are no templates in {}{}; is this installation of engram complete?",
                               templates.string(), error ? fmt::format(" ({})", error.message()) : ""));
  }
  return files;
}

}  // namespace

std::string filled(const std::string& text, const Fillings& fillings) {
  std::string result;
  std::size_t at = 0;
  for (;;) {
    const std::size_t begin = text.find('@', at);
    const std::size_t end = begin == std::string::npos ? begin : text.find('@', begin + 1);
    if (end == std::string::npos) {
      return result + text.substr(at);
    }
    const std::string word = text.substr(begin + 1, end - begin - 1);
    const auto filling = fillings.find(word);
    if (filling == fillings.end()) {
      throw std::logic_error(fmt::format("@{}@ in a template has no value", word));
    }
    result += text.substr(at, begin - at) + filling->second;
    at = end + 1;
  }
}

std::vector<std::string> write_from_templates(const std::vector<fs::path>& templates, const fs::path& folder,
                                              const Fillings& fillings) {
  std::map<std::string, std::string> files;
  for (const fs::path& each : templates) {
    for (auto& [name, text] : files_of(each, fillings)) {
      files[name] = std::move(text);
    }
  }
  std::error_code error;
  const bool is_new = fs::create_directories(folder, error);
  if (error) {
    throw RequestError(fmt::format("the folder '{}' cannot be made: {}", folder.string(), error.message()));
  }
  std::vector<std::string> names;
  for (const auto& [name, text] : files) {
    std::ofstream stream(folder / name, std::ios::binary);
    stream << text << std::flush;
    if (!stream) {
      const int reason = errno;
      stream.close();
      // A folder with a part of the files would be in the way of another try.
      fs::remove(folder / name, error);
      for (const std::string& written : names) {
        fs::remove(folder / written, error);
      }
      if (is_new) {
        fs::remove(folder, error);
      }
      throw RunError(fmt::format("'{}' cannot be written: {}", (folder / name).string(),
                                 std::generic_category().message(reason)));
    }
    names.push_back(name);
  }
  return names;
}

}  // namespace engram::app
