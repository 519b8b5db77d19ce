// Files and folders that are removed with the process that made them, or later if that process was killed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "system/descriptor.hpp"

namespace engram::system {

/// "4711-3f2a91c0": the number of this process and a random number.
std::string unique_token();

/// A file, or a folder, that a signal handler removes if the process ends while this object exists.
class Perishable {
 public:
  enum class Kind {
    single,  ///< a file, or a folder that is empty by then
    tree     ///< a folder with its contents
  };

  explicit Perishable(std::filesystem::path path, Kind kind = Kind::single);
  Perishable(const Perishable&) = delete;
  Perishable& operator=(const Perishable&) = delete;
  ~Perishable();

  /// For use in a signal handler: removes what all objects of this process name, files before folders.
  static void remove_all();
  /// The same without the contents of folders: after a crash, the paths may be damaged too.
  static void remove_files();

 private:
  std::filesystem::path path_;
  std::optional<std::size_t> number_;  ///< in the list of perishable paths
};

/// A new empty folder, which is removed with its contents when the object is destroyed or the process ends by a
/// signal that it handles. A killed process leaves it behind; the next process that makes a temporary folder in the
/// same place removes it, since no process holds its lock.
class TemporaryFolder {
 public:
  /// Makes `<parent>/<prefix>-<six characters>`. Throws std::system_error if it cannot be made.
  TemporaryFolder(const std::filesystem::path& parent, const std::string& prefix);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  Descriptor lock_;
  std::optional<Perishable> perishable_;
};

/// A hidden file beside the file that it will replace, named `.<name>.<process>-<number>.part`. A killed process
/// leaves it behind; the next process that writes a file of that name removes it.
class PartFile {
 public:
  /// Only chooses the path; open() makes the file. It will be in `folder` and replace the file `name`.
  PartFile(const std::filesystem::path& folder, const std::string& name);
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  ~PartFile();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Different in each process and for each file: "4711-3f2a91c0".
  [[nodiscard]] const std::string& token() const { return token_; }
  /// Removes files left by killed processes and makes the empty file. Throws std::system_error if it cannot be made.
  void open();
  /// Stops managing the file, because it has its final name and is to be kept.
  void release();

 private:
  std::filesystem::path folder_;
  std::string name_;
  std::string token_;
  std::filesystem::path path_;
  Descriptor lock_;
  std::optional<Perishable> perishable_;
};

}  // namespace engram::system
