// A temporary folder.
#pragma once

#include "system/temporary.hpp"

namespace engram::study {

/// An empty folder among temporary files; removed with its contents at the end.
class ScratchFolder : public system::TemporaryFolder {
 public:
  /// Throws RunError if the folder cannot be created.
  ScratchFolder();
};

}  // namespace engram::study
