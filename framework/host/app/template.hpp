// Templates: files of a new plugin, in which @words@ are replaced by the author's choices.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace engram::app {

/// The replacement of each @word@, by the word without its signs.
using Fillings = std::map<std::string, std::string>;

/// `text` with every @word@ replaced. Throws std::logic_error for an unknown word, which is a mistake of a template.
std::string filled(const std::string& text, const Fillings& fillings);

/// Writes a folder: the files of each of `templates`, later folders over earlier ones, with words replaced in names
/// and contents; names lose the ending ".in". The folder is created if needed, and no file is written if a template
/// cannot be read. Throws RequestError if the folder cannot be created, and RunError if a file cannot be read or
/// written. Returns the names of the files, in order.
std::vector<std::string> write_from_templates(const std::vector<std::filesystem::path>& templates,
                                              const std::filesystem::path& folder, const Fillings& fillings);

}  // namespace engram::app
