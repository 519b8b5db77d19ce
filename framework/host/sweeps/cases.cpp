#include "sweeps/cases.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/words.hpp>

#include "sweeps/setting_path.hpp"
#include "sweeps/sweep_path.hpp"
#include "values/sections.hpp"
#include "yaml/notes.hpp"
#include "yaml/path.hpp"
#include "yaml/read.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

namespace {

constexpr std::string_view cases_key = "cases";
constexpr std::string_view sweep_key = "sweep";

struct Override {
  std::string path;
  yaml::Node value;
  yaml::Mark mark;
};

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_section(std::string_view key) {
  return key == values::learning_key ||
         std::ranges::find(values::sections, key, &values::Section::key) != values::sections.end();
}

/// "model" of "model.tau_v", "analyses" of "analyses[0].duration".
std::string first_key(std::string_view path) {
  return std::string(path.substr(0, std::min(path.find_first_of(".["), path.size())));
}

void put_into(yaml::Node& tree, const Override& change, yaml::Problems& problems) {
  if (auto changed = yaml::put(tree, change.path, change.value, change.mark, problems)) {
    tree = std::move(*changed);
  }
}

/// The valid overrides of one case.
std::vector<Override> overrides_of(const yaml::Node::Entry& entry, yaml::Problems& problems) {
  if (!entry.value.is_mapping() && !entry.value.is_null()) {
    problems.add(
        entry.value.mark(),
        "case " + yaml::in_quotes(entry.key) + " takes paths and values; found " + yaml::found_text(entry.value),
        {"write {PATH: VALUE}, such as {model.activation: tanh}, or {} to change nothing"});
    return {};
  }
  std::vector<Override> overrides;
  for (const yaml::Node::Entry& change : entry.value.entries()) {
    const std::string key = first_key(change.key);
    if (contains(values::whole_keys(), key) || key == cases_key) {
      problems.add(change.key_mark, "a case cannot change '" + key + "', which belongs to the whole spec",
                   {"allowed: " + join(values::experiment_keys())});
    } else if (!contains(values::experiment_keys(), key)) {
      problems.add(change.key_mark, "there is no " + yaml::in_quotes(key) + " to change in a case",
                   yaml::notes_on(key, values::experiment_keys()));
    } else if (is_section(change.key) && change.value.is_mapping() && change.value.find("plugin") == nullptr) {
      problems.add(change.key_mark, "this replaces the whole of '" + key + "' without naming a plugin",
                   {"write `" + key + ".PARAMETER: VALUE` to change one parameter"});
    } else {
      overrides.push_back({change.key, change.value, change.key_mark});
    }
  }
  return overrides;
}

/// Reports the overrides before one of them that it replaces, in the tree to which they were applied.
void refuse_replaced(const std::vector<Override>& overrides, const Override& later, const yaml::Node& tree,
                     yaml::Problems& problems) {
  for (const Override& earlier : overrides) {
    if (&earlier == &later) {
      return;
    }
    const std::string inner = canonical_path(earlier.path, tree);
    const std::string outer = canonical_path(later.path, tree);
    if (yaml::lies_within(inner, outer)) {
      problems.add(earlier.mark,
                   yaml::in_quotes(earlier.path) + " has no effect: " + yaml::in_quotes(later.path) +
                       " after it replaces " + (inner == outer ? "it" : "the whole"),
                   {"write it after that, or put the value inside"});
    }
  }
}

std::vector<CaseTree> read_cases(const yaml::Node& cases, const yaml::Node& base, yaml::Problems& problems) {
  if (!cases.is_mapping() || cases.entries().empty()) {
    problems.add(cases.mark(),
                 "'cases' takes a mapping of labels, each with what it changes; found " +
                     (cases.is_mapping() ? "none" : yaml::found_text(cases)),
                 {"write `cases: {LABEL: {PATH: VALUE}}`, or leave 'cases' out"});
    return {};
  }
  std::vector<CaseTree> trees;
  for (const yaml::Node::Entry& entry : cases.entries()) {
    if (!yaml::is_label(entry.key)) {
      problems.add(entry.key_mark, yaml::in_quotes(entry.key) + " cannot be the label of a case",
                   {"a label is made of letters, digits, '_' and '-'"});
    }
    CaseTree tree{entry.key, "", entry.key_mark, base};
    const std::vector<Override> overrides = overrides_of(entry, problems);
    for (const Override& change : overrides) {
      refuse_replaced(overrides, change, tree.tree, problems);
      put_into(tree.tree, change, problems);
    }
    trees.push_back(std::move(tree));
  }
  return trees;
}

/// Reads "PATH=VALUE".
std::optional<Override> read_set(const std::string& set, yaml::Problems& problems) {
  const std::string origin = "--set " + set;
  const yaml::Mark mark{std::make_shared<const yaml::Source>(yaml::Source{origin, set}), 0, 0, 1};
  const std::size_t equals = set.find('=');
  if (equals == std::string::npos) {
    problems.add(mark, "--set takes PATH=VALUE", {"such as --set model.tau_v=50ms"});
    return std::nullopt;
  }
  std::optional<yaml::Node> value = yaml::read_value_text(set.substr(equals + 1), origin, problems);
  if (!value) {
    return std::nullopt;
  }
  return Override{set.substr(0, equals), std::move(*value), mark};
}

/// "LABEL" and "PATH" of "cases.LABEL.PATH"; std::nullopt for any other path.
std::optional<std::pair<std::string, std::string>> split_case_path(std::string_view path) {
  const std::string before = std::string(cases_key) + ".";
  if (!path.starts_with(before)) {
    return std::nullopt;
  }
  path.remove_prefix(before.size());
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) {
    return std::nullopt;
  }
  return std::pair{std::string(path.substr(0, dot)), std::string(path.substr(dot + 1))};
}

/// Applies an override of the form "cases.LABEL.PATH" to its case.
void put_into_case(Variations& spec, const Override& change, yaml::Problems& problems) {
  if (!spec.has_cases) {
    problems.add(change.mark, "the spec has no cases");
    return;
  }
  const auto in_case = split_case_path(change.path);
  if (!in_case) {
    problems.add(change.mark, "this does not name a setting of a case", {"write cases.LABEL.PATH=VALUE"});
    return;
  }
  const auto& [label, path] = *in_case;
  std::vector<std::string> labels;
  std::ranges::transform(spec.cases, std::back_inserter(labels), &CaseTree::label);
  const auto found = std::ranges::find(labels, label);
  if (found == labels.end()) {
    problems.add(change.mark, "there is no case " + yaml::in_quotes(label),
                 yaml::notes_on(label, labels, "cases: " + join(labels)));
    return;
  }
  if (!contains(values::experiment_keys(), first_key(path))) {
    problems.add(change.mark, "there is no " + yaml::in_quotes(first_key(path)) + " to change in a case",
                 yaml::notes_on(first_key(path), values::experiment_keys()));
    return;
  }
  put_into(spec.cases[static_cast<std::size_t>(found - labels.begin())].tree, {path, change.value, change.mark},
           problems);
}

void put_into_sweep(yaml::Node& whole, const Override& change, yaml::Problems& problems) {
  const yaml::Node::Entry* sweep = whole.find(sweep_key);
  const auto steps = sweep_steps(sweep == nullptr ? yaml::Node::null(change.mark) : sweep->value, change.path,
                                 change.value, change.mark, problems);
  auto changed = steps ? yaml::put(whole, *steps, change.value, change.mark, problems) : std::nullopt;
  if (changed) {
    whole = std::move(*changed);
  }
}

void apply_set(Variations& spec, const Override& change, yaml::Problems& problems) {
  const std::string key = first_key(change.path);
  if (key == "extends" || key == "fragments") {
    problems.add(change.mark, "'" + key + "' is read before --set is applied, so it cannot be set",
                 {"set the values themselves, or write a spec with another `" + key + "`"});
    return;
  }
  if (key == cases_key) {
    put_into_case(spec, change, problems);
  } else if (key == sweep_key) {
    put_into_sweep(spec.whole, change, problems);
  } else if (contains(values::whole_keys(), key)) {
    put_into(spec.whole, change, problems);
  } else if (contains(values::experiment_keys(), key)) {
    for (CaseTree& tree : spec.cases) {
      put_into(tree.tree, change, problems);
    }
  } else {
    std::vector<std::string> allowed = values::experiment_keys();
    for (const std::string& other : values::whole_keys()) {
      allowed.push_back(other);
    }
    allowed.emplace_back(cases_key);
    problems.add(change.mark, "a spec has no " + yaml::in_quotes(key) + " to set", yaml::notes_on(key, allowed));
  }
}

}  // namespace

Variations vary(const yaml::Node& root, const std::vector<std::string>& sets, yaml::Problems& problems) {
  const yaml::Node::Entry* cases = root.find(cases_key);
  yaml::Node base = root.without(cases_key);
  yaml::Node whole = base;
  for (const std::string& key : values::whole_keys()) {
    base = base.without(key);
  }
  for (const std::string& key : values::experiment_keys()) {
    whole = whole.without(key);
  }
  Variations spec{whole, cases != nullptr, {}, yaml::Node::null({})};
  if (cases == nullptr) {
    spec.cases.push_back({"", "", {root.mark().source, 0, 0, 1}, base});
  } else {
    spec.cases = read_cases(cases->value, base, problems);
  }
  for (const std::string& set : sets) {
    if (const auto change = read_set(set, problems)) {
      apply_set(spec, *change, problems);
    }
  }
  if (const yaml::Node::Entry* sweep = spec.whole.find(sweep_key)) {
    spec.sweep = sweep->value;
  }
  return spec;
}

void refuse_swept(const yaml::Node& root, const std::vector<CaseTree>& trees, const std::vector<std::string>& sets,
                  const std::vector<std::pair<std::string, yaml::Mark>>& paths, yaml::Problems& problems) {
  const auto refuse = [&](const std::string& path, const yaml::Mark& mark, const yaml::Node& tree) {
    for (const auto& [swept, where] : paths) {
      if (yaml::lies_within(canonical_path(path, tree), canonical_path(swept, tree))) {
        problems.add(mark, yaml::in_quotes(path) + " is swept and cannot be set here as well",
                     {"it is swept at " + where.where()});
        return true;
      }
    }
    return false;
  };
  const yaml::Node::Entry* cases = root.find(cases_key);
  for (const CaseTree& tree : trees) {
    const yaml::Node::Entry* each = cases == nullptr ? nullptr : cases->value.find(tree.label);
    if (each != nullptr && each->value.is_mapping()) {
      for (const yaml::Node::Entry& change : each->value.entries()) {
        refuse(change.key, change.key_mark, tree.tree);
      }
    }
  }
  for (const std::string& set : sets) {
    yaml::Problems reported;  // A malformed set is reported when it is applied.
    if (const auto change = read_set(set, reported)) {
      const auto in_case = split_case_path(change->path);
      const std::string path = in_case ? in_case->second : change->path;
      // One report is enough, whichever case shows that the paths are the same.
      std::ranges::any_of(trees, [&](const CaseTree& tree) {
        return (!in_case || in_case->first == tree.label) && refuse(path, change->mark, tree.tree);
      });
    }
  }
}

}  // namespace engram::sweeps
