#include "sweeps/sweep_words.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "values/declaration.hpp"
#include "values/quantity.hpp"
#include "yaml/path.hpp"

namespace engram::sweeps {

namespace {

bool is_part(const yaml::Node& node) {
  return node.is_mapping();
}

/// A text that is the same for two nodes with the same value; the notation of numbers does not matter.
std::string key_of(const yaml::Node& node) {
  if (node.is_scalar() && !node.quoted()) {
    for (const char* unit : {"1", "s"}) {
      if (const auto number = values::read_real(node.text(), unit).value) {
        return number_text(*number);
      }
    }
  }
  std::vector<std::string> pieces;
  if (node.is_sequence()) {
    std::ranges::transform(node.items(), std::back_inserter(pieces), key_of);
    return "[" + join(pieces) + "]";
  }
  if (node.is_mapping()) {
    std::ranges::transform(node.entries(), std::back_inserter(pieces),
                           [](const yaml::Node::Entry& entry) { return entry.key + ": " + key_of(entry.value); });
    return "{" + join(pieces) + "}";
  }
  return node.is_null() ? "null" : "'" + node.text();
}

bool all_alike(const std::vector<std::optional<yaml::Node>>& nodes) {
  return std::ranges::all_of(nodes, [&](const std::optional<yaml::Node>& node) {
    return node.has_value() == nodes.front().has_value() && (!node || key_of(*node) == key_of(*nodes.front()));
  });
}

/// The keys of all parts, in the order in which they come.
std::vector<std::string> keys_of(const std::vector<yaml::Node>& parts) {
  std::vector<std::string> keys;
  for (const yaml::Node& part : parts) {
    for (const yaml::Node::Entry& entry : part.entries()) {
      if (entry.key != values::plugin_key && std::ranges::find(keys, entry.key) == keys.end()) {
        keys.push_back(entry.key);
      }
    }
  }
  return keys;
}

/// "gain=0.3,bias=1": for each of several parts with the same plugin, the parameters in which they differ.
std::vector<std::string> differences(const std::vector<yaml::Node>& parts) {
  std::vector<std::string> texts(parts.size());
  for (const std::string& key : keys_of(parts)) {
    std::vector<std::optional<yaml::Node>> column;
    std::vector<yaml::Node> given;
    for (const yaml::Node& part : parts) {
      const yaml::Node::Entry* entry = part.find(key);
      column.push_back(entry == nullptr ? std::nullopt : std::optional{entry->value});
      if (entry != nullptr) {
        given.push_back(entry->value);
      }
    }
    if (all_alike(column)) {
      continue;
    }
    const std::vector<std::string> words = words_of(given);
    std::size_t next = 0;
    for (std::size_t at = 0; at < parts.size(); ++at) {
      if (column[at]) {
        texts[at] += (texts[at].empty() ? "" : ",") + in_label(key) + "=" + words[next++];
      }
    }
  }
  return texts;
}

/// The name of a part, or the file of a result whose weights a network takes.
std::string name_of(const yaml::Node& part) {
  const std::string name = yaml::name_of_item(part);
  const yaml::Node::Entry* result = part.find("result");
  return name.empty() && result != nullptr ? result->value.text() : name;
}

/// The words of parts; parts with the same name get their differences added.
std::vector<std::string> words_of_parts(const std::vector<yaml::Node>& parts) {
  std::map<std::string, std::vector<std::size_t>> groups;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    groups[name_of(parts[at])].push_back(at);
  }
  std::vector<std::string> words(parts.size());
  for (const auto& [name, members] : groups) {
    std::vector<yaml::Node> group;
    std::ranges::transform(members, std::back_inserter(group), [&](std::size_t at) { return parts[at]; });
    const std::vector<std::string> texts = differences(group);
    for (std::size_t at = 0; at < members.size(); ++at) {
      words[members[at]] = in_label(name) + (texts[at].empty() || name.empty() ? texts[at] : "(" + texts[at] + ")");
    }
  }
  return words;
}

/// The words of values that are parts or lists of parts.
std::vector<std::string> words_of_lists(const std::vector<yaml::Node>& values) {
  std::vector<yaml::Node> parts;
  std::vector<std::size_t> counts;
  for (const yaml::Node& value : values) {
    const std::vector<yaml::Node> items = value.is_sequence() ? value.items() : std::vector{value};
    for (const yaml::Node& item : items) {
      // A name alone is a part without parameters.
      parts.push_back(is_part(item)
                          ? item
                          : yaml::Node::mapping(item.mark(), {{std::string(values::plugin_key), item.mark(), item}}));
    }
    counts.push_back(items.size());
  }
  const std::vector<std::string> all = words_of_parts(parts);
  std::vector<std::string> words;
  auto next = all.begin();
  for (const std::size_t count : counts) {
    const auto end = next + static_cast<std::ptrdiff_t>(count);
    words.push_back(join({next, end}, "+"));
    next = end;
  }
  return words;
}

std::string shortened(const std::string& word) {
  constexpr std::size_t longest = 64;
  constexpr std::size_t head = 40;
  constexpr std::size_t tail = 20;
  return word.size() <= longest ? word : word.substr(0, head) + "~" + word.substr(word.size() - tail);
}

bool all_different(const std::vector<std::string>& words) {
  return std::unordered_set<std::string_view>(words.begin(), words.end()).size() == words.size();
}

/// Makes the words of different values different. Two values are the same if their `keys` are.
void distinguish(const std::vector<std::string>& keys, std::vector<std::string>& words) {
  std::map<std::pair<std::string, std::string>, std::string> given;  // by word and key
  std::set<std::string> taken(words.begin(), words.end());
  std::set<std::string> first;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const auto [known, is_new] = given.try_emplace({words[at], keys[at]}, words[at]);
    if (is_new && !first.insert(words[at]).second) {
      for (int number = 2; !taken.insert(known->second).second; ++number) {
        known->second = fmt::format("{}~{}", words[at], number);
      }
    }
    words[at] = known->second;
  }
}

}  // namespace

std::string in_label(const std::string& text) {
  std::string label;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
        std::string_view("_.+-").find(c) != std::string_view::npos) {
      label += c;
    } else if (c != ' ') {
      label += '_';
    }
  }
  return label;
}

bool holds_parts(const std::vector<yaml::Node>& values) {
  return std::ranges::any_of(
      values, [](const yaml::Node& value) { return is_part(value) || std::ranges::any_of(value.items(), is_part); });
}

std::vector<std::string> words_of(const std::vector<yaml::Node>& values) {
  std::vector<std::string> words;
  if (holds_parts(values)) {
    words = words_of_lists(values);
  } else {
    std::ranges::transform(values, std::back_inserter(words),
                           [](const yaml::Node& value) { return in_label(value.text()); });
  }
  for (std::size_t at = 0; at < values.size(); ++at) {
    if (words[at].empty() && !values[at].is_scalar()) {
      words[at] = values[at].is_null() ? "none" : std::to_string(at);
    }
    words[at] = shortened(words[at]);
  }
  if (!all_different(words)) {
    std::vector<std::string> keys;
    std::ranges::transform(values, std::back_inserter(keys), key_of);
    distinguish(keys, words);
  }
  return words;
}

void make_different(std::vector<std::string>& words) {
  if (all_different(words)) {
    return;
  }
  std::vector<std::string> places;
  for (std::size_t at = 0; at < words.size(); ++at) {
    places.push_back(std::to_string(at));
  }
  distinguish(places, words);
}

}  // namespace engram::sweeps
