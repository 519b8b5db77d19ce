// Asking another program.
#pragma once

#include <optional>
#include <string>

namespace engram::app {

/// What a shell command prints; none where it fails or does not exist. Nothing of it reaches the terminal.
std::optional<std::string> command_output(const std::string& command);

}  // namespace engram::app
