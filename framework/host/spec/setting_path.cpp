#include "spec/setting_path.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spec/path.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

namespace {

/// The place in a list that a step leads to; std::nullopt if the node is not a list or has no such item.
std::optional<std::size_t> item_at(const std::optional<Node>& node, const Step& step) {
  if (!node || !node->is_sequence()) {
    return std::nullopt;
  }
  const std::vector<Node>& items = node->items();
  const auto* index = std::get_if<std::size_t>(&step);
  const std::size_t place =
      index != nullptr ? *index
                       : static_cast<std::size_t>(
                             std::ranges::find(items, std::get<std::string>(step), name_of_item) - items.begin());
  return place < items.size() ? std::optional{place} : std::nullopt;
}

std::optional<Node> entry_at(const std::optional<Node>& node, const Step& step) {
  const auto* key = std::get_if<std::string>(&step);
  const Node::Entry* entry = node && key != nullptr ? node->find(*key) : nullptr;
  return entry == nullptr ? std::nullopt : std::optional{entry->value};
}

std::string in_brackets(std::size_t place) {
  return "[" + std::to_string(place) + "]";
}

}  // namespace

std::string canonical_path(const std::string& path, const Node& tree) {
  Problems reported;  // A malformed path is reported when it is applied.
  const std::vector<Step> steps = parse_path(path, {}, reported).value_or(std::vector<Step>{});
  std::string canonical;
  std::optional<Node> node = tree;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const Step& step = steps[at];
    if (const auto item = item_at(node, step)) {
      const Node found = node->items()[*item];
      const std::string name = name_of_item(found);
      canonical += at == 1 && !name.empty() ? "." + name : in_brackets(*item);
      node = found;
      continue;
    }
    const auto* index = std::get_if<std::size_t>(&step);
    canonical += index != nullptr ? in_brackets(*index) : (at == 0 ? "" : ".") + std::get<std::string>(step);
    node = entry_at(node, step);
  }
  return canonical;
}

std::string setting_path(const std::string& canonical) {
  constexpr std::string_view plugin = ".plugin";
  return canonical.ends_with(plugin) ? canonical.substr(0, canonical.size() - plugin.size()) : canonical;
}

}  // namespace engram::spec
