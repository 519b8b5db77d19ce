// Reads YAML text into a Node. It hides the YAML library and excludes the traps of the language: duplicate keys,
// tags, alias bombs, deep nesting and further documents are mistakes, and words stay text until the type of their
// parameter is known.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::yaml {

/// Limits that are far above any reasonable spec.
constexpr std::size_t max_bytes = 16U << 20U;
constexpr std::size_t max_nodes = 1'000'000;  ///< with every alias written out
constexpr std::size_t max_depth = 64;

/// Reads a file. Returns std::nullopt and adds to `problems` if there are mistakes.
std::optional<Node> read_file(const std::filesystem::path& file, Problems& problems);

/// The bytes of a file; std::nullopt and a problem if it cannot be read, or is longer than max_bytes. Such a problem
/// is about the whole file, and has no line.
std::optional<std::string> file_text(const std::filesystem::path& file, Problems& problems);

/// The name in the folder of a file that is most like the file's own name; std::nullopt if none is.
std::optional<std::string> nearest_file(const std::filesystem::path& file);

/// Reads a text; `name` is its name in messages, and `folder` as for Source. An empty text is a mistake.
std::optional<Node> read_text(std::string text, std::string name, Problems& problems, std::string folder = {});

/// Reads one value as written after `--set PATH=`. Every node's mark names `origin`, without a line.
std::optional<Node> read_value_text(const std::string& text, const std::string& origin, Problems& problems);

/// Reads one value that is written at a place in a file of another form, such as a field of a table. Every node and
/// every problem has this mark.
std::optional<Node> read_value_at(const std::string& text, const Mark& mark, Problems& problems);

}  // namespace engram::yaml
