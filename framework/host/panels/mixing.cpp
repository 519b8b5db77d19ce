#include "panels/mixing.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "panels/view.hpp"

namespace engram::panels {

Mixing::Mixing(const results::Summary& rows, const Panel& panel, Seeds seeds)
    : rows_(rows), average_(results::setting_path(panel.average)), seeds_together_(seeds == Seeds::together) {
  for (const std::string& name : {panel.x, panel.y, panel.lines}) {
    if (name.empty()) {
      continue;
    }
    named_.push_back(results::setting_path(name));
    if (std::string axis = rows.axis_of(name); !axis.empty()) {
      axes_.insert(std::move(axis));
    }
  }
}

bool Mixing::covers(const std::string& setting) const {
  if (seeds_together_ && results::is_seed(setting)) {
    return true;
  }
  if (average_.empty()) {
    return false;
  }
  const std::string axis = rows_.axis_of(setting);
  if (average_ == cell_dimension) {
    // Without a grid there are only cases, and nothing says which of their settings were varied together.
    return rows_.has_axes()
               ? !axis.empty() && !axes_.contains(axis)
               : std::ranges::none_of(named_, [&](const auto& name) { return results::belongs_to(setting, name); });
  }
  if (average_ == "case_name" || average_ == case_dimension) {
    return axis.empty();
  }
  return results::belongs_to(setting, average_) ||
         (!axis.empty() && axis == rows_.axis_of(average_) && !axes_.contains(axis));
}

std::vector<std::string> Mixing::apart(std::vector<std::string> settings) const {
  std::erase_if(settings, [&](const std::string& setting) { return covers(setting); });
  return settings;
}

bool Mixing::is_named(const std::string& setting, const std::string& root) const {
  return std::ranges::any_of(named_, [&](const std::string& name) {
    return name != root && results::belongs_to(name, root) && results::belongs_to(setting, name);
  });
}

std::vector<std::string> Mixing::refined(const results::Column& column, const std::vector<std::size_t>& rows) const {
  std::map<std::string, std::vector<std::size_t>> by_word;
  std::vector<std::string> words = column.words;
  // The summary may write a part and its settings as one word, "tanh(gain=0.3)".
  const bool is_part = column.numbers.empty() && rows_.varies(column.path);
  for (const std::size_t row : rows) {
    if (is_part) {
      words[row] = rows_.word(column.path, row);
    }
    by_word[words[row]].push_back(row);
  }
  for (const auto& [word, same] : by_word) {
    std::vector<std::string> below = rows_.differing(same);
    std::erase_if(below, [&](const std::string& setting) {
      return setting == column.path || !results::belongs_to(setting, column.path) || covers(setting) ||
             is_named(setting, column.path);
    });
    for (const std::size_t row : same) {
      words[row] += settings_in_words(rows_, below, row, column.path);
    }
  }
  return words;
}

std::string settings_in_words(const results::Summary& rows, const std::vector<std::string>& settings, std::size_t row,
                              const std::string& root) {
  std::string text;
  for (const std::string& setting : settings) {
    const std::string& word = rows.word(setting, row);
    if (word.empty()) {
      continue;
    }
    std::string name = results::last_step(setting);
    const bool is_below = !root.empty() && setting.size() > root.size() && results::belongs_to(setting, root);
    if (is_below) {
      name = setting.substr(root.size() + (setting[root.size()] == '.' ? 1 : 0));
    } else if (std::ranges::count_if(settings, [&](const auto& one) { return results::last_step(one) == name; }) >
               1) {
      name = setting;
    }
    text += fmt::format(", {} {}", name, word);
  }
  return text;
}

std::string differences_in_words(const results::Summary& rows, const std::vector<std::string>& settings,
                                 const std::vector<std::size_t>& among) {
  constexpr std::size_t most_settings = 4;
  constexpr std::size_t most_words = 4;
  std::vector<std::string> said;
  for (const std::string& setting : settings) {
    std::vector<std::string> words;
    for (const std::size_t row : among) {
      const std::string& word = rows.word(setting, row);
      if (!word.empty() && std::ranges::find(words, word) == words.end()) {
        words.push_back(word);
      }
    }
    if (words.size() > most_words) {
      words.resize(most_words);
      words.emplace_back("...");
    }
    said.push_back(fmt::format("{} ({})", setting, join(words)));
  }
  if (said.size() > most_settings) {
    const std::size_t more = said.size() - most_settings;
    said.resize(most_settings);
    said.push_back(fmt::format("{} more", more));
  }
  if (said.size() < 2) {
    return join(said);
  }
  const std::string last = std::move(said.back());
  said.pop_back();
  return join(said) + " and " + last;
}

std::string mixture_in_words(const results::Summary& rows, std::string_view what,
                             const std::vector<std::vector<std::size_t>>& groups,
                             const std::vector<std::size_t>& among) {
  std::set<std::string> mixed;
  for (const std::vector<std::size_t>& group : groups) {
    std::ranges::copy_if(rows.differing(group), std::inserter(mixed, mixed.end()),
                         [](const std::string& setting) { return !results::is_seed(setting); });
  }
  return mixed.empty() ? ""
                       : fmt::format("{} cells that differ in {}.", what,
                                     differences_in_words(rows, {mixed.begin(), mixed.end()}, among));
}

}  // namespace engram::panels
