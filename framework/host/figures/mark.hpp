// The mark by which engram knows its own pictures again.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace engram::figures {

/// "engram_picture_<origin>", where `origin` is letters, digits and underscores, or nothing.
std::string mark_text(std::string_view origin);

/// Writes the mark into a PNG or PDF file. An SVG file and a script have it from the script.
void put_mark(const std::filesystem::path& picture, const std::string& mark);

/// Whether the end of a picture is there: gnuplot reports nothing where it could not write all of it.
bool is_whole(const std::filesystem::path& picture);

/// The mark of a picture or of a kept script; empty where a file has none, or is no regular file.
std::string mark_of(const std::filesystem::path& file);

}  // namespace engram::figures
