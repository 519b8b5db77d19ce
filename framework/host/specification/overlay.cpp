#include "specification/overlay.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/words.hpp>

#include "values/declaration.hpp"
#include "values/sections.hpp"
#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace {

using yaml::Node;

constexpr std::string_view cases_key = "cases";
constexpr std::string_view sweep_key = "sweep";
constexpr std::string_view figures_key = "figures";

bool names_plugin(const Node& node) {
  return node.find(values::plugin_key) != nullptr;
}

/// Whether all items of a list may be named in a path.
bool has_names(const Node& list) {
  return !list.items().empty() && std::ranges::all_of(list.items(), [](const Node& item) {
    return (item.is_mapping() || yaml::is_plugin_name(item)) && !yaml::name_of_item(item).empty();
  });
}

/// Whether a part over another one names another plugin.
bool is_other_part(const Node& base, const Node& over) {
  const Node::Entry* named = over.find(values::plugin_key);
  const Node::Entry* before = base.find(values::plugin_key);
  return named != nullptr && (before == nullptr || before->value.text() != named->value.text());
}

std::string inner_path(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

/// Changes an entry of a mapping: null removes it, and stays if there is nothing to remove.
template <class Combine>
Node changed(const Node& base, const Node::Entry& over, const Combine& combine) {
  const Node::Entry* before = base.find(over.key);
  if (before == nullptr) {
    return base.with(over);
  }
  return over.value.is_null() ? base.without(over.key)
                              : base.with({over.key, over.key_mark, combine(before->value, over.value)});
}

class Overlay {
 public:
  explicit Overlay(yaml::Problems& problems) : problems_(problems) {}

  Node document(const Node& base, const Node& over) {
    Node result = Node::mapping(over.mark(), base.entries());
    for (const Node::Entry& entry : over.entries()) {
      const bool is_cases = entry.key == cases_key;
      const bool is_sweep = entry.key == sweep_key;
      result = changed(result, entry, [&](const Node& before, const Node& after) {
        return is_cases ? cases(before, after) : is_sweep ? sweep(before, after) : value(before, after, entry.key);
      });
      // Nothing is swept any more if the last path was removed.
      const Node::Entry* now = result.find(entry.key);
      if ((is_cases || is_sweep) && now != nullptr && now->value.is_mapping() && now->value.entries().empty() &&
          !entry.value.entries().empty()) {
        result = result.without(entry.key);
      }
    }
    return result;
  }

 private:
  Node value(const Node& base, const Node& over, const std::string& path) {
    if (!over.is_mapping()) {
      return over;
    }
    if (base.is_sequence() && !names_plugin(over) && has_names(base)) {
      return items(base, over, path);
    }
    if (yaml::is_plugin_name(base)) {
      return value(Node::mapping(base.mark(), {{std::string(values::plugin_key), base.mark(), base}}), over, path);
    }
    if (!base.is_mapping() || is_other_part(base, over)) {
      return over;
    }
    Node result = Node::mapping(over.mark(), base.entries());
    for (const Node::Entry& entry : over.entries()) {
      result = changed(result, entry, [&](const Node& before, const Node& after) {
        return value(before, after, inner_path(path, entry.key));
      });
    }
    return result;
  }

  /// A list with the items that a mapping names changed.
  Node items(const Node& base, const Node& over, const std::string& path) {
    std::vector<Node> list = base.items();
    for (const Node::Entry& entry : over.entries()) {
      const std::vector<std::size_t> found = yaml::items_named(Node::sequence(base.mark(), list), entry.key);
      if (found.size() > 1) {
        problems_.add(entry.key_mark,
                      yaml::in_quotes(path) + " has " + std::to_string(found.size()) + " items named " +
                          yaml::in_quotes(entry.key) + " in the spec that this extends",
                      {"write the whole list"});
      } else if (found.empty() && is_new_item(entry.value, path)) {
        list.push_back(named(entry, path == figures_key ? "name" : values::label_key));
      } else if (found.empty()) {
        refuse_unknown(entry, Node::sequence(base.mark(), list), path);
      } else if (entry.value.is_null()) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(found.front()));
      } else {
        Node& item = list[found.front()];
        const Node::Entry* label = item.find(values::label_key);
        item = value(item, entry.value, inner_path(path, entry.key));
        if (label != nullptr && item.is_mapping() && item.find(values::label_key) == nullptr) {
          item = item.with(*label);
        }
      }
    }
    return Node::sequence(over.mark(), std::move(list));
  }

  /// Whether a mapping is a whole item of a list whose items have names of their own.
  static bool is_new_item(const Node& item, const std::string& path) {
    return path == figures_key ? item.find("panels") != nullptr
                               : (path == "analyses" || path == values::learning_key) && names_plugin(item);
  }

  static Node named(const Node::Entry& entry, std::string_view by) {
    if (entry.value.find(by) != nullptr) {
      return entry.value;
    }
    return entry.value.with({std::string(by), entry.key_mark, Node::scalar(entry.key_mark, entry.key, false)});
  }

  void refuse_unknown(const Node::Entry& entry, const Node& list, const std::string& path) {
    const std::vector<std::string> names = yaml::names_within(list);
    std::vector<std::string> notes = yaml::notes_on(
        entry.key, names,
        names.empty() ? "it is empty" : "there are: " + join(names) + "; `- ` begins a whole new list");
    if (path == figures_key || path == "analyses" || path == values::learning_key) {
      notes.push_back(path == figures_key ? "a new one has `panels`" : "a new one names its `plugin`");
    }
    problems_.add(
        entry.key_mark,
        yaml::in_quotes(path) + " of the spec that this extends has no item named " + yaml::in_quotes(entry.key),
        std::move(notes));
  }

  Node cases(const Node& base, const Node& over) {
    if (!base.is_mapping() || !over.is_mapping()) {
      return over;
    }
    Node result = Node::mapping(over.mark(), base.entries());
    for (const Node::Entry& entry : over.entries()) {
      result = changed(result, entry, [&](const Node& before, const Node& after) {
        return before.is_mapping() && after.is_mapping() ? one_case(before, after) : after;
      });
    }
    return result;
  }

  /// The changes of a case, in which a path replaces paths within it.
  Node one_case(const Node& base, const Node& over) {
    Node result = Node::mapping(over.mark(), base.entries());
    for (const Node::Entry& entry : over.entries()) {
      for (const Node::Entry& before : base.entries()) {
        if (before.key != entry.key && yaml::lies_within(before.key, entry.key)) {
          result = result.without(before.key);
        }
      }
      result = changed(result, entry,
                       [&](const Node& before, const Node& after) { return value(before, after, entry.key); });
    }
    return result;
  }

  /// Ranges, zips and samples are merged as other mappings are.
  Node sweep(const Node& base, const Node& over) {
    if (!base.is_mapping() || !over.is_mapping()) {
      return over;
    }
    Node result = Node::mapping(over.mark(), base.entries());
    for (const Node::Entry& entry : over.entries()) {
      result = changed(result, entry, [&](const Node& before, const Node& after) {
        return entry.key == "exclude" || !before.is_mapping() || !after.is_mapping() ? after : sweep(before, after);
      });
      // A range has only one of them.
      for (const auto& [one, other] : {std::pair{"step", "count"}, std::pair{"count", "step"}}) {
        if (entry.key == one && !entry.value.is_null() && over.find(other) == nullptr) {
          result = result.without(other);
        }
      }
    }
    return result;
  }

  yaml::Problems& problems_;
};

/// Paths that the cases or the sweep of a spec give values for.
struct SetPath {
  std::string path;
  yaml::Mark mark;
  std::string by;    ///< "the sweep", "each of the cases"
  std::string cure;  ///< in words for a note
};

void add_paths(const Node& paths, const std::string& cure, std::vector<SetPath>& list) {
  for (const Node::Entry& entry : paths.entries()) {
    list.push_back({entry.key, entry.key_mark, "the sweep", cure});
  }
}

std::vector<SetPath> swept_paths(const Node& root) {
  std::vector<SetPath> list;
  const Node::Entry* sweep = root.find(sweep_key);
  for (const Node::Entry& entry : sweep == nullptr ? std::vector<Node::Entry>{} : sweep->value.entries()) {
    if (entry.key == "zip") {
      for (const Node& zip : entry.value.is_sequence() ? entry.value.items() : std::vector{entry.value}) {
        add_paths(zip, "`sweep: {zip: ~}` removes the zip", list);
      }
    } else if (entry.key == "sample") {
      const Node::Entry* over = entry.value.find("over");
      add_paths(over == nullptr ? entry.value : over->value, "`sweep: {sample: ~}` removes the sample", list);
    } else {
      list.push_back(
          {entry.key, entry.key_mark, "the sweep", "`sweep: {" + entry.key + ": ~}` removes it from the sweep"});
    }
  }
  return list;
}

/// Paths that every case sets.
std::vector<SetPath> paths_of_cases(const Node& root) {
  std::vector<SetPath> list;
  const Node::Entry* cases = root.find(cases_key);
  if (cases == nullptr || cases->value.entries().empty()) {
    return list;
  }
  const std::vector<Node::Entry>& all = cases->value.entries();
  for (const Node::Entry& change : all.front().value.entries()) {
    if (std::ranges::all_of(all, [&](const Node::Entry& each) { return each.value.find(change.key) != nullptr; })) {
      list.push_back(
          {change.key, change.key_mark, "each of the cases", "set it in the cases, or remove it there by ~"});
    }
  }
  return list;
}

/// Reports values of `over` that something in its base replaces.
void refuse_idle(const Node& merged, const Node& over, yaml::Problems& problems) {
  std::vector<SetPath> paths = swept_paths(merged);
  std::ranges::move(paths_of_cases(merged), std::back_inserter(paths));
  for (const SetPath& each : paths) {
    const auto written = yaml::node_at_path(over, each.path);
    if (each.mark.source != over.mark().source && written && !written->is_null()) {
      problems.add(written->mark(),
                   yaml::in_quotes(each.path) + " has no effect here: " + each.by +
                       " of the spec that this extends gives it other values",
                   {"they are at " + each.mark.where(), each.cure});
    }
  }
}

}  // namespace

Node laid_over(const Node& base, const Node& over, yaml::Problems& problems) {
  Node merged = Overlay(problems).document(base, over);
  refuse_idle(merged, over, problems);
  return merged;
}

}  // namespace engram::specification
