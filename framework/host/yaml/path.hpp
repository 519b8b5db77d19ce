// Dotted paths into a spec: "model.activation.gain", "analyses[0].duration", "analyses.perturbation.duration".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::yaml {

/// A key of a mapping or the name of a list's item, or the index of an item.
using Step = std::variant<std::string, std::size_t>;

/// The steps of a path. If it is malformed, std::nullopt and a problem at `mark`.
std::optional<std::vector<Step>> parse_path(std::string_view path, const Mark& mark, Problems& problems);

/// The name of an item of a list in paths: its label, plugin or name. Empty if it has none of them.
std::string name_of_item(const Node& item);

/// The items of a list that have a name.
std::vector<std::size_t> items_named(const Node& list, const std::string& name);

/// The names with which a path can continue from a node: the keys of a mapping, or the names of a list's items.
std::vector<std::string> names_within(const Node& node);

/// Whether a node may be a part that is written as a plugin name only.
bool is_plugin_name(const Node& node);

/// `root` with `value` at the path, replacing an older value. Missing nodes on the way are made, with the mark
/// `mark`, and are checked later with everything else. std::nullopt and a problem if the path leads into a plain
/// value or to a missing item of a list.
std::optional<Node> put(const Node& root, std::string_view path, const Node& value, const Mark& mark,
                        Problems& problems);
/// The same for steps; a step may be a key that contains dots, such as "patterns.count" of a sweep.
std::optional<Node> put(const Node& root, const std::vector<Step>& steps, const Node& value, const Mark& mark,
                        Problems& problems);

/// Whether `path` is `outer` or leads into it.
bool lies_within(std::string_view path, std::string_view outer);

/// The mark to underline for a whole node; for a part, its plugin's name.
const Mark& mark_of_part(const Node& node);

/// The mark of the value at the path. If the spec has no such value, the mark of the last node on the way to it.
Mark mark_at_path(const Node& root, std::string_view path);

/// The node at the path; std::nullopt if there is none.
std::optional<Node> node_at_path(const Node& root, std::string_view path);

/// The same for the steps of a path; nullptr if there is none.
const Node* node_at(const Node& root, const std::vector<Step>& steps);

/// A suggestion for a path that leads nowhere: "patterns.count" for "patterns.cuont". std::nullopt if no path is
/// similar.
std::optional<std::string> nearest_path(const Node& root, std::string_view path);

/// The text of steps: "analyses[0].duration".
std::string path_text(const std::vector<Step>& steps, std::size_t first, std::size_t last);

}  // namespace engram::yaml
