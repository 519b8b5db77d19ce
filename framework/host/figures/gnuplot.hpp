// Runs gnuplot.
#pragma once

#include <filesystem>
#include <string>

namespace engram::figures {

/// How PDF files hold their streams.
enum class PdfStreams { packed, readable };

/// Runs a script by gnuplot in `folder`. If it fails, returns the output of gnuplot, otherwise nothing. Throws
/// RunError if gnuplot is not installed.
std::string run_gnuplot(const std::filesystem::path& folder, const std::filesystem::path& script,
                        PdfStreams streams = PdfStreams::packed);

}  // namespace engram::figures
