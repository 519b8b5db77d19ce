#include "yaml/path.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <engram/words.hpp>

#include "yaml/notes.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::yaml {

namespace {

/// The steps of an element such as "analyses[0]"; std::nullopt if it is malformed.
std::optional<std::vector<Step>> parse_element(std::string_view element) {
  const std::size_t bracket = std::min(element.find('['), element.size());
  if (!is_label(element.substr(0, bracket))) {
    return std::nullopt;
  }
  std::vector<Step> steps{std::string(element.substr(0, bracket))};
  element.remove_prefix(bracket);
  while (!element.empty()) {
    const std::size_t close = element.find(']');
    if (element.front() != '[' || close == std::string_view::npos) {
      return std::nullopt;
    }
    std::size_t index = 0;
    const auto [stop, code] = std::from_chars(element.data() + 1, element.data() + close, index);
    if (code != std::errc{} || stop != element.data() + close) {
      return std::nullopt;
    }
    steps.emplace_back(index);
    element.remove_prefix(close + 1);
  }
  return steps;
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> elements;
  for (;;) {
    const std::size_t dot = path.find('.');
    elements.push_back(path.substr(0, dot));
    if (dot == std::string_view::npos) {
      return elements;
    }
    path.remove_prefix(dot + 1);
  }
}

/// The node that one step leads to; nullptr if there is none.
const Node* child(const Node& node, const Step& step) {
  if (const auto* index = std::get_if<std::size_t>(&step)) {
    return *index < node.items().size() ? &node.items()[*index] : nullptr;
  }
  const auto& name = std::get<std::string>(step);
  if (const Node::Entry* entry = node.find(name)) {
    return &entry->value;
  }
  const std::vector<std::size_t> found = items_named(node, name);
  return found.empty() ? nullptr : &node.items()[found.front()];
}

/// How far a path could be followed.
struct Way {
  const Node* node;  ///< the last node on it
  bool whole;        ///< the whole path was followed
};

Way way_to(const Node& root, std::string_view path) {
  Problems ignored;  // A malformed path leads to the root.
  const auto steps = parse_path(path, {}, ignored);
  Way way{&root, steps.has_value()};
  for (std::size_t at = 0; steps && at < steps->size(); ++at) {
    const Node* next = child(*way.node, (*steps)[at]);
    // A list may be short for a part with the list as a parameter, which the path names: "corruption.corruptions[1]".
    const bool is_unwritten = next == nullptr && way.node->is_sequence() && at + 1 < steps->size() &&
                              std::holds_alternative<std::size_t>((*steps)[at + 1]);
    if (is_unwritten) {
      continue;
    }
    if (next == nullptr) {
      way.whole = false;
      break;
    }
    way.node = next;
  }
  return way;
}

}  // namespace

std::optional<std::vector<Step>> parse_path(std::string_view path, const Mark& mark, Problems& problems) {
  std::vector<Step> steps;
  for (const std::string_view element : split_path(path)) {
    const auto more = parse_element(element);
    if (!more) {
      problems.add(mark, in_quotes(path) + " is not a path",
                   {"a path is written like model.activation.gain, analyses[0].duration or "
                    "analyses.perturbation.duration"});
      return std::nullopt;
    }
    steps.insert(steps.end(), more->begin(), more->end());
    if (steps.size() > max_depth) {
      problems.add(mark, "a path has at most " + std::to_string(max_depth) + " steps");
      return std::nullopt;
    }
  }
  return steps;
}

std::vector<std::size_t> items_named(const Node& list, const std::string& name) {
  std::vector<std::size_t> found;
  for (std::size_t index = 0; index < list.items().size(); ++index) {
    if (name_of_item(list.items()[index]) == name) {
      found.push_back(index);
    }
  }
  return found;
}

std::vector<std::string> names_within(const Node& node) {
  std::vector<std::string> names;
  for (const Node::Entry& entry : node.entries()) {
    names.push_back(entry.key);
  }
  for (const Node& item : node.items()) {
    if (std::string name = name_of_item(item); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::string name_of_item(const Node& item) {
  if (item.is_scalar()) {
    return item.text();
  }
  for (const std::string_view key : {"label", "plugin", "name"}) {
    if (const Node::Entry* entry = item.find(key)) {
      return entry->value.text();
    }
  }
  return "";
}

const Mark& mark_of_part(const Node& node) {
  const Node::Entry* plugin = node.find("plugin");
  return plugin == nullptr ? node.mark() : plugin->value.mark();
}

Mark mark_at_path(const Node& root, std::string_view path) {
  return mark_of_part(*way_to(root, path).node);
}

std::optional<Node> node_at_path(const Node& root, std::string_view path) {
  const Way way = way_to(root, path);
  return way.whole ? std::optional{*way.node} : std::nullopt;
}

const Node* node_at(const Node& root, const std::vector<Step>& steps) {
  const Node* node = &root;
  for (const Step& step : steps) {
    node = child(*node, step);
    if (node == nullptr) {
      return nullptr;
    }
  }
  return node;
}

std::string path_text(const std::vector<Step>& steps, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t at = first; at < last; ++at) {
    if (const auto* index = std::get_if<std::size_t>(&steps[at])) {
      text += "[" + std::to_string(*index) + "]";
    } else {
      text += (text.empty() ? "" : ".") + std::get<std::string>(steps[at]);
    }
  }
  return text;
}

std::optional<std::string> nearest_path(const Node& root, std::string_view path) {
  Problems ignored;  // There is no suggestion for a malformed path.
  std::vector<Step> steps = parse_path(path, {}, ignored).value_or(std::vector<Step>{});
  const Node* node = &root;
  bool changed = false;
  for (Step& step : steps) {
    const Node* next = child(*node, step);
    const auto* name = std::get_if<std::string>(&step);
    if (next == nullptr && name != nullptr) {
      if (const auto near = nearest(*name, names_within(*node))) {
        step = *near;
        next = child(*node, step);
        changed = true;
      }
    }
    if (next == nullptr) {
      return std::nullopt;
    }
    node = next;
  }
  return changed ? std::optional{path_text(steps, 0, steps.size())} : std::nullopt;
}

bool lies_within(std::string_view path, std::string_view outer) {
  return path.starts_with(outer) &&
         (path.size() == outer.size() || path[outer.size()] == '.' || path[outer.size()] == '[');
}

}  // namespace engram::yaml
