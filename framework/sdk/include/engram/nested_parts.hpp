// The parts within a part, and the files that a part names.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <engram/file_patterns.hpp>
#include <engram/plugin_info.hpp>

namespace engram {

/// A part within another part, and its path from there: "corruption", "corruptions[1]".
struct NestedPart {
  std::string path;
  const Part* part;
};

/// The parts directly within a part, in the order of its values.
inline std::vector<NestedPart> parts_within(const Part& part) {
  std::vector<NestedPart> nested;
  for (const auto& [name, value] : part.values) {
    if (const auto* one = std::get_if<PartPointer>(&value); one != nullptr && *one) {
      nested.push_back({name, one->get()});
    } else if (const auto* list = std::get_if<std::vector<PartPointer>>(&value)) {
      for (std::size_t at = 0; at < list->size(); ++at) {
        nested.push_back({name + '[' + std::to_string(at) + ']', (*list)[at].get()});
      }
    }
  }
  return nested;
}

/// The files that the parameters of a part name, without those of parts within it, as patterns for matching_files().
inline std::vector<std::string> files_named_by(const Part& part) {
  std::vector<std::string> patterns;
  for (const auto& [name, value] : part.values) {
    const Parameter* parameter = part.plugin->find(name);
    if (parameter == nullptr || !parameter->names_files) {
      continue;
    }
    std::vector<std::string> paths;
    if (const auto* path = std::get_if<std::string>(&value)) {
      paths.push_back(*path);
    } else if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
      paths = *list;
    }
    for (std::string& path : paths) {
      if (!path.empty()) {
        patterns.push_back(parameter->takes_patterns ? std::move(path) : pattern_of(path));
      }
    }
  }
  return patterns;
}

}  // namespace engram
