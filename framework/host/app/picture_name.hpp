// How the pictures of a result are named, and the mark that says which result they are of.
#pragma once

#include <filesystem>
#include <string>

namespace engram::app {

/// The stem of a picture's file: that of the result, followed by the figure's name where it is another. So the
/// results of one spec have pictures of their own: fig4.h5 has fig4.png, gain2.h5 has gain2_fig4.png.
std::string picture_stem(const std::filesystem::path& result, const std::string& figure);

/// A word for the place of a result as seen from a folder of pictures. It is the same wherever both are moved
/// together.
std::string picture_origin(const std::filesystem::path& result, const std::filesystem::path& folder);

}  // namespace engram::app
