// The folder of a study's cells: which process uses it, and how it is removed.
#pragma once

#include <filesystem>
#include <list>
#include <string>
#include <vector>

#include "system/descriptor.hpp"
#include "system/temporary.hpp"

namespace engram::journals {

/// A folder beside the journals, for the files submitted to a scheduler.
inline constexpr const char* jobs_folder = "jobs";

/// A folder of journals that this process uses; it is made if it is missing. Two results never share a folder, and
/// while this object lives, no other process removes the cells. A folder without cells goes with the last object that
/// uses it. Files that the user put into the folder are kept.
///
/// Threading: one thread. Forked processes use the folder too.
class CellFolder {
 public:
  enum class Use {
    alone,   ///< no other process computes or merges cells
    shared,  ///< other processes may add cells, and none merges or removes them
  };

  /// `result` is the name of the result file that the cells are for. Throws RequestError if the folder cannot be
  /// made, belongs to another result, or is already used in a way that conflicts with `use`.
  CellFolder(std::filesystem::path folder, const std::string& result, Use use);
  CellFolder(CellFolder&&) = default;
  CellFolder& operator=(CellFolder&&) = delete;
  ~CellFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// For a process that adds no cells: if it is ended by a signal, a folder without cells goes too.
  void keep_nothing();
  /// Removes the cells, in what other processes see as one step, and starts again with an empty folder, used alone.
  void clear();
  /// Removes the cells, in what other processes see as one step. The object must not be used afterwards.
  void remove();

 private:
  void open(Use use);
  void claim() const;
  [[nodiscard]] bool is_unused() const;

  std::filesystem::path path_;
  std::string result_;
  system::Descriptor lock_;
  std::list<system::Perishable> perishable_;
};

/// The processes that use a folder: "process 123 on host 'a' since 2026-01-31T12:00:00Z". Changes nothing.
std::vector<std::string> users_of(const std::filesystem::path& folder);

/// Removes the remains of folders that a process was removing when it was killed.
void remove_rests(const std::filesystem::path& folder);

}  // namespace engram::journals
