// Folders and helpers for the tests of the loader.
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <stdlib.h>

#include "plugins/library.hpp"

namespace engram::test {

namespace fs = std::filesystem;

inline fs::path broken_folder(const std::string& name) {
  return fs::path(BROKEN_PLUGINS) / name;
}
inline fs::path broken_library(const std::string& name) {
  return broken_folder(name) / (name + ".so");
}

/// An empty folder that is removed with this object. (A library loaded from it stays mapped.)
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "engram-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    path_ = fs::canonical(pattern);
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  fs::path copy(const fs::path& from) const {
    fs::copy_file(from, path_ / from.filename(), fs::copy_options::overwrite_existing);
    return path_ / from.filename();
  }

 private:
  fs::path path_;
};

/// Why a library was refused; empty if it was loaded.
inline std::string refusal(const fs::path& library) {
  try {
    plugins::load_library(library);
    return "";
  } catch (const plugins::LibraryRefused& refused) {
    return refused.what();
  }
}

}  // namespace engram::test
