// What may come next on a command line, for the completion of shells.
#pragma once

#include <string>
#include <vector>

namespace engram::app {

/// Candidates for the last one of the words behind "engram", which may be empty. Those that do not begin like it are
/// left out. A spec with mistakes gives fewer candidates, never an error; none means that the shell completes file
/// names.
std::vector<std::string> completions(const std::vector<std::string>& words);

}  // namespace engram::app
