#include "figures/counts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "figures/settings.hpp"
#include "results/named_dataset.hpp"

namespace engram::figures {

namespace {

constexpr const char* seed_path = "seed";
constexpr const char* count_path = "patterns.count";
constexpr const char* size_path = "patterns.size";
constexpr const char* units_path = "model.units";
constexpr const char* layers_path = "model.layers";

std::optional<std::string> value_at(const std::string& path, const Settings& settings) {
  const auto found = settings.find(path);
  return found == settings.end() ? std::nullopt : std::optional{found->second};
}

/// The numbers of "[50, 30, 20]"; empty if the text is not a list of numbers.
std::vector<long> list_of(std::string_view text) {
  std::vector<long> numbers;
  for (std::size_t at = 0; (at = text.find_first_of("0123456789", at)) != std::string_view::npos;) {
    long number = 0;
    const auto end = std::from_chars(text.data() + at, text.data() + text.size(), number).ptr;
    at = static_cast<std::size_t>(end - text.data());
    numbers.push_back(number);
  }
  return numbers;
}

/// The number of units of a network: from the model's settings, over all layers, or the size of a pattern.
std::optional<std::string> units_of(const Settings& settings) {
  if (auto units = value_at(units_path, settings)) {
    return units;
  }
  if (const auto each = value_at(layers_path, settings)) {
    long sum = 0;
    for (const long layer : list_of(*each)) {
      sum += layer;
    }
    return std::to_string(sum);
  }
  return value_at(size_path, settings);
}

/// The number of targets: from the settings, or if a file decides it, from the data.
std::optional<std::string> targets_of(const std::string& cell, const Settings& settings,
                                      const results::Source& source) {
  std::optional<std::string> count = value_at(count_path, settings);
  if (count && !list_of(*count).empty()) {
    return count;
  }
  const std::string path = results::case_prefix(cell) + "patterns/pattern";
  return source.has(path) ? std::optional{std::to_string(source.outline(path).shape.front())} : std::nullopt;
}

/// The different values of a number in the cells of a panel, in the order of the cells.
using Values = std::vector<std::string>;

void add_value(const std::optional<std::string>& value, Values& values) {
  if (value && std::ranges::find(values, *value) == values.end()) {
    values.push_back(*value);
  }
}

/// "100 units", "50 and 100 units", or "50 to 400 units".
std::string sizes_in_words(const Values& values, const char* noun) {
  constexpr std::size_t most_named = 3;
  const bool one = values.size() == 1 && values.front() == "1";
  std::string numbers = values.front();
  if (values.size() > most_named) {
    const auto number = [](const std::string& text) {
      const std::vector<long> all = list_of(text);
      return all.empty() ? 0 : all.front();
    };
    const auto [least, greatest] = std::ranges::minmax_element(values, {}, number);
    numbers = fmt::format("{} to {}", *least, *greatest);
  } else if (values.size() > 1) {
    numbers = fmt::format("{} and {}", join({values.begin(), values.end() - 1}), values.back());
  }
  return canvas::unbroken(fmt::format("{} {}{}", numbers, noun, one ? "" : "s"));
}

std::string seeds_in_words(const Values& values, const char* noun) {
  return canvas::unbroken(values.size() == 1 ? fmt::format("{} {}", noun, values.front())
                                             : fmt::format("{} {}s", values.size(), noun));
}

/// The values of a number in all panels as text, with letters if panels differ.
std::string in_words(const std::vector<Values>& panels, const char* noun,
                     std::string (*words)(const Values&, const char*)) {
  std::vector<std::pair<std::string, std::vector<std::string>>> said;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (panels[i].empty()) {
      continue;
    }
    const std::string text = words(panels[i], noun);
    auto found = std::ranges::find(said, text, &std::pair<std::string, std::vector<std::string>>::first);
    if (found == said.end()) {
      found = said.insert(said.end(), {text, {}});
    }
    found->second.push_back(panel_letter(i));
  }
  std::vector<std::string> all;
  for (const auto& [text, letters] : said) {
    all.push_back(letters.size() == panels.size() ? text
                                                  : canvas::unbroken(fmt::format("{} ({})", text, join(letters))));
  }
  return join(all);
}

}  // namespace

std::optional<std::string> number_in_words(const std::string& noun, const std::vector<std::string>& cells,
                                           const results::Source& source) {
  Values values;
  for (const std::string& label : cells) {
    const Settings settings = source.settings(label);
    add_value(noun == "unit"     ? units_of(settings)
              : noun == "target" ? targets_of(label, settings, source)
                                 : value_at(seed_path, settings),
              values);
  }
  if (values.empty()) {
    return std::nullopt;
  }
  return noun == "seed" ? counted(values.size(), noun) : sizes_in_words(values, noun.c_str());
}

Counts counts_of(const std::vector<std::vector<std::string>>& panels, const results::Source& source) {
  std::vector<Values> units(panels.size());
  std::vector<Values> targets(panels.size());
  std::vector<Values> seeds(panels.size());
  bool same_size = true;
  bool one_layer = true;
  for (std::size_t i = 0; i < panels.size(); ++i) {
    if (i > 0 && panels[i] == panels[i - 1]) {
      units[i] = units[i - 1];
      targets[i] = targets[i - 1];
      seeds[i] = seeds[i - 1];
      continue;
    }
    for (const std::string& label : panels[i]) {
      const Settings settings = source.settings(label);
      const std::optional<std::string> own = units_of(settings);
      add_value(own, units[i]);
      add_value(targets_of(label, settings, source), targets[i]);
      add_value(value_at(seed_path, settings), seeds[i]);
      same_size = same_size && value_at(size_path, settings) == own;
      one_layer = one_layer && list_of(value_at(layers_path, settings).value_or("")).size() < 2;
    }
  }
  Counts counts;
  std::vector<std::string> words;
  const auto add = [&](std::string text, const std::vector<std::string>& paths) {
    if (!text.empty()) {
      words.push_back(std::move(text));
      counts.settings.insert(paths.begin(), paths.end());
    }
  };
  std::vector<std::string> of_units{units_path};
  if (same_size) {
    of_units.emplace_back(size_path);
  }
  if (one_layer) {
    of_units.emplace_back(layers_path);
  }
  add(in_words(units, "unit", sizes_in_words), of_units);
  add(in_words(targets, "target", sizes_in_words), {count_path});
  add(in_words(seeds, "seed", seeds_in_words), {seed_path});
  counts.sentence = words.empty() ? "" : canvas::capitalised(join(words)) + ".";
  return counts;
}

}  // namespace engram::figures
