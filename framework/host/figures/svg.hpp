// What gnuplot leaves to do in files of SVG.
#pragma once

#include <filesystem>

namespace engram::figures {

/// Tells viewers to show each pixel of an embedded picture as a square, which they blur otherwise. Throws RunError
/// where the file cannot be written.
void sharpen_pixels(const std::filesystem::path& file);

}  // namespace engram::figures
