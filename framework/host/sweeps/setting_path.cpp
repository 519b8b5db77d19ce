#include "sweeps/setting_path.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "yaml/path.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

namespace {

/// The place in a list that a step leads to; std::nullopt if the node is not a list or has no such item.
std::optional<std::size_t> item_at(const std::optional<yaml::Node>& node, const yaml::Step& step) {
  if (!node || !node->is_sequence()) {
    return std::nullopt;
  }
  const std::vector<yaml::Node>& items = node->items();
  const auto* index = std::get_if<std::size_t>(&step);
  const std::size_t place =
      index != nullptr
          ? *index
          : static_cast<std::size_t>(std::ranges::find(items, std::get<std::string>(step), yaml::name_of_item) -
                                     items.begin());
  return place < items.size() ? std::optional{place} : std::nullopt;
}

std::optional<yaml::Node> entry_at(const std::optional<yaml::Node>& node, const yaml::Step& step) {
  const auto* key = std::get_if<std::string>(&step);
  const yaml::Node::Entry* entry = node && key != nullptr ? node->find(*key) : nullptr;
  return entry == nullptr ? std::nullopt : std::optional{entry->value};
}

std::string in_brackets(std::size_t place) {
  return "[" + std::to_string(place) + "]";
}

}  // namespace

std::string canonical_path(const std::string& path, const yaml::Node& tree) {
  yaml::Problems reported;  // A malformed path is reported when it is applied.
  const std::vector<yaml::Step> steps = yaml::parse_path(path, {}, reported).value_or(std::vector<yaml::Step>{});
  std::string canonical;
  std::optional<yaml::Node> node = tree;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const yaml::Step& step = steps[at];
    if (const auto item = item_at(node, step)) {
      const yaml::Node found = node->items()[*item];
      const std::string name = yaml::name_of_item(found);
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

}  // namespace engram::sweeps
