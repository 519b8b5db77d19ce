// The one handler of crashes (a wild pointer, a division by zero, an exhausted stack, abort()) that a process has.
#pragma once

#include <string_view>

namespace engram::system {

/// Makes the process answer a crash, from the first call on: the file that was being read is blamed (Reading), then
/// whom the innermost CrashGuard names; where neither has an answer, the crash takes its course.
void hear_crashes();

/// Prints to standard error from within a handler.
void say(std::string_view words);

}  // namespace engram::system
