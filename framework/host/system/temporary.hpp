// Files and folders that go with the process that made them, and those that a killed process left behind.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "system/descriptor.hpp"

namespace engram::system {

/// "4711-3f2a91c0": the number of this process, and chance.
std::string unique_token();

/// An empty folder of its own, which goes with all that it holds. A process that is killed leaves it behind; the next
/// one that makes such a folder in the same place removes it, since nobody holds its lock.
class TemporaryFolder {
 public:
  /// Makes `<parent>/<prefix>-<six characters>`. Throws std::system_error where that cannot be done.
  TemporaryFolder(const std::filesystem::path& parent, const std::string& prefix);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  Descriptor lock_;
};

/// A hidden file beside the one that it will replace, named `.<name>.<process>-<number>.part`. A process that is
/// killed leaves it behind; the next one that writes a file of that name removes it.
class PartFile {
 public:
  /// The name alone; the file is made by open(). `folder` is where it lies, `name` that of the file it will replace.
  PartFile(const std::filesystem::path& folder, const std::string& name);
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  ~PartFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Different in each process and for each file: "4711-3f2a91c0".
  [[nodiscard]] const std::string& token() const { return token_; }
  /// Removes what killed processes left and makes the file, empty. Throws std::system_error where it cannot be made.
  void open();
  /// The file has another name from now on, and stays.
  void release();

  /// Within the handler of a signal: removes all such files of this process.
  static void remove_all();

 private:
  std::filesystem::path folder_;
  std::string name_;
  std::string token_;
  std::filesystem::path path_;
  Descriptor lock_;
  std::optional<std::size_t> number_;  ///< in the list of files that are open
};

}  // namespace engram::system
