// The process's only handler of crashes (a wild pointer, a division by zero, an exhausted stack, abort()).
#pragma once

#include <string_view>

namespace engram::system {

/// Installs the handler at the first call. It reports the file that was being read (Reading), otherwise the code
/// that the innermost CrashGuard names, otherwise the file that was read last; if there is none of these, the crash
/// ends the process as usual.
void install_crash_handlers();

/// Prints to standard error from within a handler.
void say(std::string_view words);

}  // namespace engram::system
