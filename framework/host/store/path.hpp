// Paths within a result file, such as "analyses/perturbation/distance"; the root is "".
#pragma once

#include <string>

namespace engram::store {

/// Returns the path without slashes at its ends.
std::string trim_slashes(const std::string& path);

/// The same for a path that is to be written. Throws std::logic_error if a part of the path cannot be a name.
std::string clean_path(const std::string& path);

/// "a/b" of "a" and "b"; "b" of "" and "b".
std::string join_path(const std::string& group, const std::string& name);

/// The group of a cell, "cases/LABEL"; the root for the label of a single run, which is empty.
std::string cell_path(const std::string& label);

/// The resolved spec of a cell.
std::string resolved_path_of(const std::string& label);

/// "a/b" of "a/b/c"; "" of "c".
std::string parent_of(const std::string& path);

/// "c" of "a/b/c".
std::string last_part(const std::string& path);

/// The words for a group in a message: its path in quotation marks, or "the root group".
std::string group_in_words(const std::string& path);

}  // namespace engram::store
