// The mark by which engram recognises its own pictures.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace engram::figures {

/// "engram_picture_<origin>"; `origin` has letters, digits and underscores, or is empty.
std::string mark_text(std::string_view origin);

/// The mark of a picture; empty if a file has no mark or is not a regular file.
std::string mark_of(const std::filesystem::path& file);

}  // namespace engram::figures
