// Runs gnuplot.
#pragma once

#include <filesystem>
#include <string>

namespace engram::figures {

/// How PDF files hold their streams.
enum class PdfStreams { packed, readable };

/// Runs a script by gnuplot within `folder`. Returns what gnuplot printed where it failed, otherwise nothing.
/// Throws RunError where gnuplot is not installed.
std::string run_gnuplot(const std::filesystem::path& folder, const std::filesystem::path& script,
                        PdfStreams streams = PdfStreams::packed);

}  // namespace engram::figures
