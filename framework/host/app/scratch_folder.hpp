// A folder for as long as it is needed.
#pragma once

#include <filesystem>

namespace engram::app {

/// An empty folder of its own among temporary files; goes with all that it holds.
class ScratchFolder {
 public:
  /// Throws RunError where no folder can be made.
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace engram::app
