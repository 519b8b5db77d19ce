// YAML text -> Node. The only place that knows the YAML library, and where the traps of the language are closed:
// duplicate keys, tags, merge keys, alias bombs, deep nesting and further documents are mistakes, and no word is
// turned into a number or a truth value before it is known what is wanted.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// Limits that no honest spec comes near.
constexpr std::size_t max_bytes = 16U << 20U;
constexpr std::size_t max_nodes = 1'000'000;  ///< with every alias written out
constexpr std::size_t max_depth = 64;

/// Reads a file. None where something was wrong, and then `problems` says what.
std::optional<Node> read_file(const std::filesystem::path& file, Problems& problems);

/// Reads a text; `name` stands for it in messages. An empty text is a mistake.
std::optional<Node> read_text(std::string text, std::string name, Problems& problems);

/// Reads one value as written behind a `--set PATH=`. Every node's mark names `origin` and no line.
std::optional<Node> read_value_text(const std::string& text, const std::string& origin, Problems& problems);

}  // namespace engram::spec
