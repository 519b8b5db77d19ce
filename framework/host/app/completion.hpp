// Candidates for the next word of a command line, for the completion of shells.
#pragma once

#include <string>
#include <vector>

namespace engram::app {

/// Candidates for the last of the words after "engram", which may be empty; only candidates with this beginning. A
/// spec with mistakes gives fewer candidates, never an error. Without candidates the shell completes file names.
std::vector<std::string> completions(const std::vector<std::string>& words);

}  // namespace engram::app
