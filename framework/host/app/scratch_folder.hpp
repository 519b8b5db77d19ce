// A folder for as long as it is needed.
#pragma once

#include "system/temporary.hpp"

namespace engram::app {

/// An empty folder of its own among temporary files; goes with all that it holds.
class ScratchFolder : public system::TemporaryFolder {
 public:
  /// Throws RunError where no folder can be made.
  ScratchFolder();
};

}  // namespace engram::app
