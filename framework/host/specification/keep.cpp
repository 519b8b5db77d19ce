#include "specification/keep.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "yaml/notes.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace {

constexpr std::array<std::pair<Content, std::string_view>, KeepRules::contents> content_names{
    {{Content::weights, "weights"},
     {Content::patterns, "patterns"},
     {Content::training, "training"},
     {Content::states, "states"},
     {Content::trajectories, "trajectories"},
     {Content::arrays, "arrays"}}};

constexpr std::array<std::pair<Keep, std::string_view>, 4> keep_names{
    {{Keep::all, "all"}, {Keep::used, "used"}, {Keep::first_seed, "first seed"}, {Keep::none, "none"}}};

template <class Names>
std::vector<std::string> words_of(const Names& names) {
  std::vector<std::string> words;
  std::ranges::transform(names, std::back_inserter(words), [](const auto& each) { return std::string(each.second); });
  return words;
}

template <class Value, class Names>
std::optional<Value> value_of(std::string_view word, const Names& names) {
  const auto found = std::ranges::find(names, word, &Names::value_type::second);
  return found == names.end() ? std::nullopt : std::optional{found->first};
}

std::optional<Keep> read_rule(const yaml::Node& node, yaml::Problems& problems) {
  const std::optional<Keep> rule = node.is_scalar() ? value_of<Keep>(node.text(), keep_names) : std::nullopt;
  if (!rule) {
    problems.add(node.mark(), "'keep' does not take " + yaml::found_text(node),
                 yaml::notes_on(node.is_scalar() ? node.text() : "", words_of(keep_names)));
  }
  return rule;
}

}  // namespace

std::vector<Content> possible_contents(std::string_view path) {
  const std::string_view top = path.substr(0, path.find('/'));
  if (top == "model") {
    return {Content::weights};
  }
  if (top == "patterns") {
    return {Content::patterns};
  }
  if (top == "training") {
    return {Content::training};
  }
  return top == "analyses" ? std::vector{Content::states, Content::trajectories, Content::arrays}
                           : std::vector<Content>{};
}

std::optional<Content> content_of(std::string_view group, const std::vector<std::string>& dimensions) {
  if (dimensions.size() < 2) {
    return std::nullopt;
  }
  if (const std::vector<Content> possible = possible_contents(group); possible.size() == 1) {
    return possible.front();
  }
  const auto has = [&](std::string_view name) { return std::ranges::find(dimensions, name) != dimensions.end(); };
  return has("unit") || has("state") ? Content::states : has("time") ? Content::trajectories : Content::arrays;
}

void KeepRules::set_missing(Keep keep) {
  for (std::optional<Keep>& rule : rules_) {
    rule = rule.value_or(keep);
  }
}

bool KeepRules::empty() const {
  return std::ranges::none_of(rules_, [](const std::optional<Keep>& rule) { return rule.has_value(); });
}

std::string_view name_of(Content content) {
  return std::ranges::find(content_names, content, &decltype(content_names)::value_type::first)->second;
}

std::string_view name_of(Keep keep) {
  return std::ranges::find(keep_names, keep, &decltype(keep_names)::value_type::first)->second;
}

std::vector<Content> all_contents() {
  std::vector<Content> all;
  std::ranges::transform(content_names, std::back_inserter(all), [](const auto& each) { return each.first; });
  return all;
}

std::vector<std::string> keep_words() {
  return words_of(keep_names);
}

KeepRules read_keep(const yaml::Node& node, yaml::Problems& problems) {
  KeepRules rules;
  if (node.is_null()) {
    return rules;
  }
  if (!node.is_mapping()) {
    if (const std::optional<Keep> rule = read_rule(node, problems)) {
      rules.set_missing(*rule);
    }
    return rules;
  }
  for (const yaml::Node::Entry& entry : node.entries()) {
    const std::optional<Content> content = value_of<Content>(entry.key, content_names);
    if (!content) {
      problems.add(entry.key_mark, "'keep' has no key " + yaml::in_quotes(entry.key),
                   yaml::notes_on(entry.key, words_of(content_names)));
    } else if (const std::optional<Keep> rule = read_rule(entry.value, problems)) {
      rules.set(*content, *rule);
    }
  }
  return rules;
}

yaml::Layout keep_layout(const KeepRules& rules) {
  yaml::Layout::Mapping entries;
  for (const auto& [content, name] : content_names) {
    if (const std::optional<Keep> rule = rules.of(content)) {
      entries.push_back({std::string(name), {std::string(name_of(*rule))}});
    }
  }
  return {std::move(entries)};
}

}  // namespace engram::specification
