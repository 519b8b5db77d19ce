// Makes gnuplot's SVG files small and sharp.
#pragma once

#include <filesystem>
#include <string_view>

namespace engram::figures {

/// Makes embedded pictures of cells sharp, removes hidden points, and adds a checksum of the script and the picture
/// as a seal. Throws RunError if the file cannot be written.
void finish_svg(const std::filesystem::path& file, std::string_view script);

/// Whether a picture was drawn from this script and not changed since.
bool is_drawn_from(std::string_view svg, std::string_view script);

}  // namespace engram::figures
