#include "spec/path.hpp"

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

#include "spec/notes.hpp"
#include "spec/read.hpp"
#include "spec/text.hpp"

namespace engram::spec {

namespace {

/// The steps of "analyses[0]"; none where it is no such thing.
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

std::vector<std::size_t> items_named(const Node& list, const std::string& name) {
  std::vector<std::size_t> found;
  for (std::size_t index = 0; index < list.items().size(); ++index) {
    if (name_of_item(list.items()[index]) == name) {
      found.push_back(index);
    }
  }
  return found;
}

/// Whether a scalar may be a part that is written as its name alone.
bool is_plugin_name(const Node& node) {
  const bool begins_as_name = node.text().find_first_of("0123456789-") != 0;
  return begins_as_name && is_label(node.text()) && !node.quoted();
}

/// Puts a value into a tree, one step per call.
class Putter {
 public:
  Putter(const std::vector<Step>& steps, const Node& value, const Mark& mark, Problems& problems)
      : steps_(steps), value_(value), mark_(mark), problems_(problems) {}

  /// `node` with the value behind the steps from number `at` on; `so_far` is the path of `node`.
  std::optional<Node> put(const Node& node, std::size_t at, const std::string& so_far) const {
    if (at == steps_.size()) {
      return value_;
    }
    if (node.is_sequence()) {
      return put_in_list(node, at, so_far);
    }
    if (const auto* index = std::get_if<std::size_t>(&steps_[at])) {
      return refuse("'" + so_far + "' is no list, so it has no item [" + std::to_string(*index) + "]");
    }
    const auto& key = std::get<std::string>(steps_[at]);
    if (node.is_scalar() && !is_plugin_name(node)) {
      return refuse("'" + so_far + "' is " + found_text(node) + ", with nothing within to set");
    }
    const Node mapping = node.is_mapping()  ? node
                         : node.is_scalar() ? Node::mapping(mark_, {{"plugin", node.mark(), node}})
                                            : Node::mapping(mark_, {});
    const Node::Entry* entry = mapping.find(key);
    const bool is_last = at + 1 == steps_.size();
    auto changed =
        put(entry == nullptr ? Node::null(mark_) : entry->value, at + 1, so_far.empty() ? key : so_far + "." + key);
    if (!changed) {
      return std::nullopt;
    }
    const Mark& key_mark = entry == nullptr || is_last ? mark_ : entry->key_mark;
    return mapping.with({key, key_mark, std::move(*changed)});
  }

 private:
  [[nodiscard]] std::optional<Node> put_in_list(const Node& list, std::size_t at, const std::string& so_far) const {
    const std::optional<std::size_t> index = std::holds_alternative<std::size_t>(steps_[at])
                                                 ? numbered(list, std::get<std::size_t>(steps_[at]), so_far)
                                                 : named(list, std::get<std::string>(steps_[at]), so_far);
    if (!index) {
      return std::nullopt;
    }
    auto changed = put(list.items()[*index], at + 1, so_far + "[" + std::to_string(*index) + "]");
    return changed ? std::optional{list.with(*index, std::move(*changed))} : std::nullopt;
  }

  [[nodiscard]] std::optional<std::size_t> numbered(const Node& list, std::size_t index,
                                                    const std::string& so_far) const {
    const std::size_t count = list.items().size();
    if (index >= count) {
      refuse("'" + so_far + "' has no item [" + std::to_string(index) + "]",
             {count == 0 ? "it is empty" : "its items are [0] to [" + std::to_string(count - 1) + "]"});
      return std::nullopt;
    }
    return index;
  }

  [[nodiscard]] std::optional<std::size_t> named(const Node& list, const std::string& name,
                                                 const std::string& so_far) const {
    const std::vector<std::size_t> found = items_named(list, name);
    if (found.size() == 1) {
      return found.front();
    }
    if (found.size() > 1) {
      refuse(
          "'" + so_far + "' has " + std::to_string(found.size()) + " items named '" + name + "'",
          {"write '" + so_far + "[" + std::to_string(found.front()) + "]' for the first one, or give each a label"});
      return std::nullopt;
    }
    std::vector<std::string> names;
    for (const Node& item : list.items()) {
      if (std::string item_name = name_of_item(item); !item_name.empty()) {
        names.push_back(std::move(item_name));
      }
    }
    refuse("'" + so_far + "' has no item named '" + name + "'",
           notes_on(name, names, names.empty() ? "it is empty" : "there are: " + join(names)));
    return std::nullopt;
  }

  std::nullopt_t refuse(std::string message, std::vector<std::string> notes = {}) const {
    problems_.add(mark_, std::move(message), std::move(notes));
    return std::nullopt;
  }

  const std::vector<Step>& steps_;
  const Node& value_;
  const Mark& mark_;
  Problems& problems_;
};

/// What one step leads to; nullptr where it leads nowhere.
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

/// How far a path leads.
struct Way {
  const Node* node;  ///< the last one on it
  bool whole;        ///< it is what the path names
};

Way way_to(const Node& root, std::string_view path) {
  Problems ignored;  // A path that no spec could hold leads to the root.
  const auto steps = parse_path(path, {}, ignored);
  Way way{&root, steps.has_value()};
  for (const Step& step : steps.value_or(std::vector<Step>{})) {
    const Node* next = child(*way.node, step);
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
      problems.add(mark, in_quotes(path) + " is no path",
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

std::optional<Node> put(const Node& root, std::string_view path, const Node& value, const Mark& mark,
                        Problems& problems) {
  const auto steps = parse_path(path, mark, problems);
  return steps ? Putter(*steps, value, mark, problems).put(root, 0, "") : std::nullopt;
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

bool lies_within(std::string_view path, std::string_view outer) {
  return path.starts_with(outer) &&
         (path.size() == outer.size() || path[outer.size()] == '.' || path[outer.size()] == '[');
}

}  // namespace engram::spec
