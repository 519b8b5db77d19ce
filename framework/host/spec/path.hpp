// Dotted paths into a spec: "model.activation.gain", "analyses[0].duration", "analyses.perturbation.duration".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// A key of a mapping or the name of a list's item, or the index of an item.
using Step = std::variant<std::string, std::size_t>;

/// The steps of a path; none, and a problem at `mark`, where it is written wrongly.
std::optional<std::vector<Step>> parse_path(std::string_view path, const Mark& mark, Problems& problems);

/// The name by which a path finds an item of a list: its label, plugin or name. Empty where it has none.
std::string name_of_item(const Node& item);

/// The items of a list that have a name.
std::vector<std::size_t> items_named(const Node& list, const std::string& name);

/// The names by which a path goes on from a node: the keys of a mapping, the names of a list's items.
std::vector<std::string> names_within(const Node& node);

/// `root` with `value` at the path, in place of what was there. What is missing on the way comes into being, marked
/// with `mark`, and is checked with everything else. None, and a problem, where the path leads into a plain value or
/// to no item of a list.
std::optional<Node> put(const Node& root, std::string_view path, const Node& value, const Mark& mark,
                        Problems& problems);
/// The same for steps, one of which may be a key that holds dots, such as "patterns.count" of a sweep.
std::optional<Node> put(const Node& root, const std::vector<Step>& steps, const Node& value, const Mark& mark,
                        Problems& problems);

/// Whether a path is another one or leads into what that one holds.
bool lies_within(std::string_view path, std::string_view outer);

/// What to underline for a node as a whole: of a part, its plugin's name.
const Mark& mark_of_part(const Node& node);

/// Where the value at the path was written, or what is nearest to it on the way.
Mark mark_at_path(const Node& root, std::string_view path);

/// What is written at the path; none where nothing is.
std::optional<Node> node_at_path(const Node& root, std::string_view path);

/// The same for the steps of a path; nullptr where nothing is.
const Node* node_at(const Node& root, const std::vector<Step>& steps);

/// The path that one which leads nowhere may have meant: "patterns.count" for "patterns.cuont". None where nothing is
/// near.
std::optional<std::string> nearest_path(const Node& root, std::string_view path);

/// Steps as they are written: "analyses[0].duration".
std::string path_text(const std::vector<Step>& steps, std::size_t first, std::size_t last);

}  // namespace engram::spec
