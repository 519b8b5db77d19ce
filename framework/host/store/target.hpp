// The name that a result will bear, and how a finished file comes to bear it.
#pragma once

#include <filesystem>
#include <memory>

#include "system/temporary.hpp"

namespace engram::store {

/// Where a result goes. Messages call it what the user called it.
class Target {
 public:
  /// Links are followed, so that the file which a link names is replaced and the link stays. The unfinished file is
  /// in the folder `workroom`, or beside the result where that is empty.
  Target(std::filesystem::path shown, bool overwrite, const std::filesystem::path& workroom);

  /// Throws RequestError where no file can come to be here; leaves nothing behind.
  void check() const;

  /// Makes the folder where it is missing.
  void make_folder() const;

  /// Makes the unfinished file, empty, and removes those that killed processes left. It goes with this object unless
  /// it is published. Throws RunError.
  void open();

  /// The name of the unfinished file: hidden, and nobody else's.
  [[nodiscard]] const std::filesystem::path& hidden() const { return part_->path(); }
  [[nodiscard]] const std::filesystem::path& shown() const { return shown_; }

  /// From now on a file that bears the name already stays, whatever was asked for before.
  void keep_existing() { overwrite_ = false; }

  /// Gives the hidden file its name once all of it is on the disk, in one step: whoever looks finds the old file or
  /// the whole new one. See Writer::finish() for a file that appeared meanwhile.
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
