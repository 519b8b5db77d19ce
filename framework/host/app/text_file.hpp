// Text files as they are written for a user: whole or not at all.
#pragma once

#include <filesystem>
#include <string>

namespace engram::app {

/// Writes a file; what was there under its name is replaced only by a whole one. `what` stands for it in messages:
/// "the page". Throws RequestError where it cannot be written, and says why.
void write_text_file(const std::filesystem::path& target, const std::string& text, const std::string& what);

}  // namespace engram::app
