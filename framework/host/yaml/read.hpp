// Reads YAML text into a Node. It hides the YAML library and excludes the traps of the language: duplicate keys,
// tags, merge keys, alias bombs, deep nesting and further documents are mistakes, and words stay text until the type
// of their parameter is known.
#pragma once

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

/// Reads a text; `name` is its name in messages. An empty text is a mistake.
std::optional<Node> read_text(std::string text, std::string name, Problems& problems);

/// Reads one value as written after `--set PATH=`. Every node's mark names `origin`, without a line.
std::optional<Node> read_value_text(const std::string& text, const std::string& origin, Problems& problems);

}  // namespace engram::yaml
