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
#include "yaml/text.hpp"

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
  if (canonical == "initial.result") {
    return "initial";
  }
  return canonical.ends_with(plugin) ? canonical.substr(0, canonical.size() - plugin.size()) : canonical;
}

bool refuse_aliases(const std::vector<SweepAxis>& axes, const yaml::Node& tree, yaml::Problems& problems) {
  struct Seen {
    std::string path;
    std::string canonical;
    yaml::Mark mark;
  };
  std::vector<Seen> seen;
  const std::size_t before = problems.size();
  for (const SweepAxis& axis : axes) {
    for (std::size_t at = 0; at < axis.paths.size(); ++at) {
      const std::string& path = axis.paths[at];
      const std::string canonical = canonical_path(path, tree);
      for (const Seen& other : seen) {
        const bool written_so = yaml::lies_within(path, other.path) || yaml::lies_within(other.path, path);
        if (!written_so &&
            (yaml::lies_within(canonical, other.canonical) || yaml::lies_within(other.canonical, canonical))) {
          problems.add(axis.marks[at],
                       yaml::in_quotes(path) + " and " + yaml::in_quotes(other.path) +
                           " cannot both be swept: one is or holds the other",
                       {"the other one is at " + other.mark.where()});
        }
      }
      seen.push_back({path, canonical, axis.marks[at]});
    }
  }
  return problems.size() == before;
}

bool refuse_renamed_settings(const std::vector<SweepAxis>& axes, const std::vector<CaseTree>& cases,
                             yaml::Problems& problems) {
  const std::size_t before = problems.size();
  for (const SweepAxis& axis : axes) {
    for (std::size_t at = 0; at < axis.paths.size(); ++at) {
      const std::string& path = axis.paths[at];
      const std::string first = cases.empty() ? "" : canonical_path(path, cases.front().tree);
      const auto other =
          std::ranges::find_if(cases, [&](const CaseTree& each) { return canonical_path(path, each.tree) != first; });
      if (other != cases.end()) {
        problems.add(axis.marks[at],
                     yaml::in_quotes(path) + " is " + yaml::in_quotes(first) + " in case " +
                         yaml::in_quotes(cases.front().label) + " and " +
                         yaml::in_quotes(canonical_path(path, other->tree)) + " in case " +
                         yaml::in_quotes(other->label),
                     {"write one of these, which names the same setting in every case"});
      }
    }
  }
  return problems.size() == before;
}

}  // namespace engram::sweeps
