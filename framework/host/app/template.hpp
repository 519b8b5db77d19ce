// Templates: files of a new plugin, in which @words@ stand for what its author has chosen.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace engram::app {

/// What each @word@ of a template stands for, by the word without its signs.
using Fillings = std::map<std::string, std::string>;

/// `text` with every @word@ replaced. Throws std::logic_error where a word stands for nothing: a mistake of a
/// template.
std::string filled(const std::string& text, const Fillings& fillings);

/// Writes a folder: the files of each of `templates`, folders of which later ones come on top of earlier ones, with
/// their names and contents filled; names lose the ending ".in". The folder is made where it does not exist, and none
/// of its files where one cannot be read. Throws RequestError where the folder cannot be made, and RunError where
/// something cannot be read or written. Returns the
/// names of the files, in order.
std::vector<std::string> write_from_templates(const std::vector<std::filesystem::path>& templates,
                                              const std::filesystem::path& folder, const Fillings& fillings);

}  // namespace engram::app
