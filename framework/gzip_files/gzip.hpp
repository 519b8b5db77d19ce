// Files that gzip compressed.
#pragma once

#include <string>

namespace engram::gzip_files {

/// The content of a file: what gzip compressed, or the bytes themselves if they are not those of a gzip file. Throws
/// ParameterError for `parameter` if a gzip file is damaged, or its content does not fit into memory. `path` names
/// the file in messages.
std::string content_of(const std::string& parameter, const std::string& path, std::string bytes);

}  // namespace engram::gzip_files
