#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <engram/words.hpp>

#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/text.hpp"

namespace engram::yaml {

namespace {

/// Puts a value into a tree, one step per call.
class Putter {
 public:
  Putter(const std::vector<Step>& steps, const Node& value, const Mark& mark, Problems& problems)
      : steps_(steps), value_(value), mark_(mark), problems_(problems) {}

  /// `node` with the value set at the steps from number `at` on; `so_far` is the path of `node`.
  std::optional<Node> put(const Node& node, std::size_t at, const std::string& so_far) const {
    if (at == steps_.size()) {
      return value_;
    }
    if (node.is_sequence()) {
      return put_in_list(node, at, so_far);
    }
    if (const auto* index = std::get_if<std::size_t>(&steps_[at])) {
      return refuse("'" + so_far + "' is not a list, so it has no item [" + std::to_string(*index) + "]");
    }
    const auto& key = std::get<std::string>(steps_[at]);
    if (node.is_scalar() && !is_plugin_name(node)) {
      return refuse("'" + so_far + "' is " + found_text(node) + ", with nothing inside to set");
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
    const std::vector<std::string> names = names_within(list);
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

}  // namespace

bool is_plugin_name(const Node& node) {
  const bool begins_as_name = node.text().find_first_of("0123456789-") != 0;
  return begins_as_name && is_label(node.text()) && !node.quoted();
}

std::optional<Node> put(const Node& root, std::string_view path, const Node& value, const Mark& mark,
                        Problems& problems) {
  const auto steps = parse_path(path, mark, problems);
  return steps ? put(root, *steps, value, mark, problems) : std::nullopt;
}

std::optional<Node> put(const Node& root, const std::vector<Step>& steps, const Node& value, const Mark& mark,
                        Problems& problems) {
  return Putter(steps, value, mark, problems).put(root, 0, "");
}

}  // namespace engram::yaml
