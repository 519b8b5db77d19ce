// The name of a result file, and how a finished file gets this name.
#pragma once

#include <filesystem>
#include <memory>

#include "system/temporary.hpp"

namespace engram::store {

/// The absolute path of the file that is made under a name: links are followed, also a link to a file that does not
/// exist yet.
std::filesystem::path follow_links(const std::filesystem::path& path);

/// The destination of a result. Messages use the path that the user wrote.
class Target {
 public:
  /// Links are followed, so that the file that a link names is replaced and the link stays. The unfinished file is in
  /// the folder `workroom`, or beside the result if `workroom` is empty.
  Target(std::filesystem::path shown, bool overwrite, const std::filesystem::path& workroom);

  /// Throws RequestError if the file cannot be made here; leaves nothing behind.
  void check() const;

  /// Makes the folder if it is missing.
  void make_folder() const;

  /// Makes the empty unfinished file, and removes unfinished files left by killed processes. The file is removed with
  /// this object unless it is published. Throws RunError.
  void open();

  /// The name of the unfinished file, which is hidden and used by no other process.
  [[nodiscard]] const std::filesystem::path& hidden() const { return part_->path(); }
  [[nodiscard]] const std::filesystem::path& shown() const { return shown_; }

  /// From now on an existing file of that name is kept, even if `overwrite` was set.
  void keep_existing() { overwrite_ = false; }

  /// Gives the hidden file its name once all of it is on the disk, in one step, so that other processes see either
  /// the old file or the whole new one. Writer::finish() describes the case that a file has appeared meanwhile.
  void publish();

 private:
  [[nodiscard]] std::filesystem::path folder() const;
  void keep_beside();

  std::filesystem::path shown_;
  std::filesystem::path final_;
  std::unique_ptr<system::PartFile> part_;
  bool overwrite_;
};

}  // namespace engram::store
