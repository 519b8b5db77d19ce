// The process's only handler of crashes (a wild pointer, a division by zero, an exhausted stack, abort()).
#pragma once

#include <string_view>

namespace engram::system {

/// Installs the handler at the first call. It reports the file that was being read (Reading), or otherwise the code
/// that the innermost CrashGuard names; if there is neither, the crash ends the process as usual.
void install_crash_handlers();

/// Prints to standard error from within a handler.
void say(std::string_view words);

}  // namespace engram::system
