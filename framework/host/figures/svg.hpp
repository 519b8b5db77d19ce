// What gnuplot's SVG files need to be small and sharp.
#pragma once

#include <filesystem>
#include <string_view>

namespace engram::figures {

/// Gives embedded pictures of cells sharp pixels, removes points that lie under others, and seals the picture with
/// what it was drawn from. Throws RunError where the file cannot be written.
void finish_svg(const std::filesystem::path& file, std::string_view script);

/// Whether a picture was drawn from this script and has been left as it was.
bool is_drawn_from(std::string_view svg, std::string_view script);

}  // namespace engram::figures
