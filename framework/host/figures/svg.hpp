// Corrections to the SVG files that gnuplot writes.
#pragma once

#include <filesystem>

namespace engram::figures {

/// Marks embedded pictures so that viewers show each pixel as a square instead of blurring it. Throws RunError if the
/// file cannot be written.
void sharpen_pixels(const std::filesystem::path& file);

}  // namespace engram::figures
