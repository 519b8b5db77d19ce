// A folder among temporary files.
#pragma once

#include "system/temporary.hpp"

namespace engram::system {

/// An empty folder among temporary files; removed with its contents at the end.
class ScratchFolder : public TemporaryFolder {
 public:
  /// Throws RunError if the folder cannot be created.
  ScratchFolder();
};

}  // namespace engram::system
