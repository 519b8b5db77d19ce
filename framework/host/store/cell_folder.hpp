// The folder of a study's cells: which process uses it, and how it goes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "system/descriptor.hpp"

namespace engram::store {

/// Beside the journals: what was submitted to a scheduler.
inline constexpr const char* jobs_folder = "jobs";

/// A folder of journals that this process uses, made where it is missing. No two results share one, and as long as
/// this lives, no other process removes the cells in it. The files of a user who keeps some in there stay.
///
/// Threading: one thread. Processes that are forked use it too.
class CellFolder {
 public:
  enum class Use {
    alone,   ///< nobody else computes cells or merges them
    shared,  ///< others may add cells, and nobody merges or removes them
  };

  /// `result` is the name of the result file that the cells are for. Throws RequestError where the folder cannot be
  /// made, belongs to another result, or is in use in a way that does not go together with `use`.
  CellFolder(std::filesystem::path folder, const std::string& result, Use use);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Removes the cells, in one step as others see it, and begins again with an empty folder. It is used alone.
  void clear();
  /// Removes the cells, in one step as others see it. The object is of no further use.
  void remove();
  /// Removes the folder if this object made it and nothing is in it.
  void remove_if_unused();

 private:
  void open(Use use);
  void claim() const;

  std::filesystem::path path_;
  std::string result_;
  system::Descriptor lock_;
  bool made_ = false;
};

/// The processes that use a folder: "process 123 on host 'a' since 2026-01-31T12:00:00Z". Changes nothing.
std::vector<std::string> users_of(const std::filesystem::path& folder);

/// Removes the remains of folders that a process was removing when it was killed.
void remove_rests(const std::filesystem::path& folder);

}  // namespace engram::store
