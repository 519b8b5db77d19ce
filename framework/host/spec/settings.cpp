#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "spec/path.hpp"
#include "spec/read.hpp"
#include "spec/sections.hpp"
#include "spec/spec.hpp"

namespace engram::spec {

namespace {

std::string flow_text(const Node& node) {
  if (!node.is_sequence()) {
    return node.is_null() ? "none" : node.text();
  }
  std::vector<std::string> items;
  std::ranges::transform(node.items(), std::back_inserter(items), flow_text);
  return fmt::format("[{}]", join(items));
}

bool holds_parts(const Node& node) {
  return !node.items().empty() && std::ranges::all_of(node.items(), &Node::is_mapping);
}

void flatten(const Node& node, const std::string& path, std::map<std::string, std::string>& settings) {
  if (node.is_mapping()) {
    for (const Node::Entry& entry : node.entries()) {
      flatten(entry.value, entry.key == "plugin" ? path : path + (path.empty() ? "" : ".") + entry.key, settings);
    }
  } else if (holds_parts(node)) {
    for (std::size_t index = 0; index < node.items().size(); ++index) {
      const Node& item = node.items()[index];
      const bool labelled = item.find("label") != nullptr;
      flatten(labelled ? item.without("label") : item,
              labelled ? path + "." + name_of_item(item) : path + "[" + std::to_string(index) + "]", settings);
    }
  } else {
    settings[path] = flow_text(node);
  }
}

}  // namespace

std::map<std::string, std::string> settings(const std::string& resolved) {
  Problems problems;
  const std::optional<Node> root = read_text(resolved, "the stored spec", problems);
  if (!root) {
    throw RequestError(render(problems));
  }
  std::map<std::string, std::string> settings;
  Node experiment = *root;
  for (const std::string& key : whole_keys()) {
    experiment = experiment.without(key);
  }
  flatten(experiment, "", settings);
  return settings;
}

}  // namespace engram::spec
