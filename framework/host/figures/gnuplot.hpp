// Runs gnuplot.
#pragma once

#include <filesystem>
#include <string>

namespace engram::figures {

/// Lets gnuplot carry out a script within `folder`. Returns what it said where it failed, nothing otherwise.
/// Throws RunError where gnuplot is not installed.
std::string run_gnuplot(const std::filesystem::path& folder, const std::filesystem::path& script);

}  // namespace engram::figures
