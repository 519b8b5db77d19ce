// The mark by which engram recognises its own pictures.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace engram::figures {

/// "engram_picture_<origin>"; `origin` has letters, digits and underscores, or is empty.
std::string mark_text(std::string_view origin);

/// Writes the mark into a PNG or PDF file. SVG files and scripts already have the mark from the script.
void put_mark(const std::filesystem::path& picture, const std::string& mark);

/// Whether a picture is complete: gnuplot does not report when it could write only a part.
bool is_whole(const std::filesystem::path& picture);

/// The mark of a picture or of a kept script; empty if a file has no mark or is not a regular file.
std::string mark_of(const std::filesystem::path& file);

}  // namespace engram::figures
