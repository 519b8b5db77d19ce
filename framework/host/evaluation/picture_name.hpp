// The names of a result's pictures, the mark that identifies their result, and the texts that they carry.
#pragma once

#include <filesystem>
#include <string>

#include "canvas/canvas.hpp"
#include "store/reader.hpp"

namespace engram::evaluation {

/// The stem of a picture's file: the stem of the result, followed by the figure's name if it differs. So different
/// results of one spec have different pictures: fig4.h5 has fig4.png, gain2.h5 has gain2_fig4.png.
std::string picture_stem(const std::filesystem::path& result, const std::string& figure);

/// Text for the path of a result relative to a folder of pictures. It stays the same if both are moved together.
std::string picture_origin(const std::filesystem::path& result, const std::filesystem::path& folder);

/// The texts that all pictures of a result carry: author and title of the experiment, the result with its SHA-256,
/// the program and the commits that computed it, and the beginning of the command that draws them again.
canvas::Metadata picture_metadata(const store::Reader& reader);

}  // namespace engram::evaluation
