// Writes text files for a user, completely or not at all.
#pragma once

#include <filesystem>
#include <string>

namespace engram::app {

/// Writes a file; a complete new file replaces the old one. `what` names the file in messages: "the page". Throws
/// RequestError with the reason if it cannot be written.
void write_text_file(const std::filesystem::path& target, const std::string& text, const std::string& what);

}  // namespace engram::app
