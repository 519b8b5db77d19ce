#include "examples/part_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include <engram/words.hpp>

#include "schema/declaration_words.hpp"

namespace engram::examples {

namespace {

/// In the order in which a reader learns them; the first fitting plugin of a kind is used.
constexpr std::array<std::string_view, 15> well_known{
    "binary", "gaussian", "hopfield",     "pc_hopfield", "hebbian",        "predictive_coding", "store", "oja",
    "euler",  "recall",   "perturbation", "tanh",        "gaussian_noise", "sign_flips",        "mask"};

/// The nesting of parts; every example needs less.
constexpr int deepest_nesting = 3;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

/// Tracks brackets and quotes, so that text within them can be skipped.
class Nesting {
 public:
  /// Whether `c` is outside of all brackets and quotes.
  bool outside(char c) {
    if (quote_ != '\0') {
      quote_ = c == quote_ ? '\0' : quote_;
      return false;
    }
    if (c == '"' || c == '\'') {
      quote_ = c;
    } else if (c == '[' || c == '{') {
      ++depth_;
    } else if (c == ']' || c == '}') {
      --depth_;
    }
    return depth_ == 0 && quote_ == '\0';
  }

 private:
  int depth_ = 0;
  char quote_ = '\0';
};

std::vector<std::string_view> items_of(std::string_view text) {
  std::vector<std::string_view> items;
  Nesting nesting;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (nesting.outside(text[at]) && text[at] == ',') {
      items.push_back(text.substr(begin, at - begin));
      begin = at + 1;
    }
  }
  items.push_back(text.substr(begin));
  return items;
}

PartText example_part(const PluginInfo& plugin, const std::string& example, const Catalogue& catalogue, int depth);

/// The plugin of a kind that an example uses within another part; nullptr if there is none.
const PluginInfo* companion(const Catalogue& catalogue, Kind kind, const PluginInfo& outer) {
  const std::vector<const PluginInfo*> plugins = well_known_first(catalogue, kind);
  const auto found = std::ranges::find_if(plugins, [&](const PluginInfo* plugin) { return plugin != &outer; });
  return found == plugins.end() ? nullptr : *found;
}

double number_for(const Limits& limits, double wish) {
  if (limits.allow(wish)) {
    return wish;
  }
  const double low = std::max(limits.min, limits.above);
  const double high = std::min(limits.max, limits.below);
  if (std::isfinite(low) && std::isfinite(high)) {
    return low == high ? low : low + (high - low) / 2.0;
  }
  return std::isfinite(low) ? (limits.allow(low) ? low : low + 1.0) : (limits.allow(high) ? high : high - 1.0);
}

/// A valid value for a required parameter.
std::string value_for(const Parameter& parameter, const PluginInfo& plugin, const Catalogue& catalogue, int depth) {
  if (const auto item = words_of(parameter.type).item) {
    Parameter each = parameter;
    each.type = *item;
    return "[" + value_for(each, plugin, catalogue, depth) + "]";
  }
  switch (parameter.type) {
    case ValueType::boolean:
      return "true";
    case ValueType::integer:
      return number_text(std::round(number_for(parameter.limits, 3.0)));
    case ValueType::real:
      return number_text(number_for(parameter.limits, 1.0));
    case ValueType::text:
      return "text";
    case ValueType::named_texts:
      return "{name: text}";
    case ValueType::choice:
    case ValueType::choice_or_pairs:
      return parameter.choices.empty() ? "[[0, 1]]" : parameter.choices.front();
    default:
      break;
  }
  const PluginInfo* inner =
      depth < deepest_nesting ? companion(catalogue, parameter.part_kind.value(), plugin) : nullptr;
  if (inner == nullptr) {
    return "[]";
  }
  const std::string text =
      example_part(*inner, inner->examples.empty() ? "" : inner->examples.front(), catalogue, depth + 1).text();
  return parameter.type == ValueType::part ? text : "[" + text + "]";
}

PartText example_part(const PluginInfo& plugin, const std::string& example, const Catalogue& catalogue, int depth) {
  PartText part{&plugin, entries_of(example)};
  for (const Parameter& parameter : plugin.parameters) {
    if (parameter.required && part.value(parameter.name).empty()) {
      part.set(parameter.name, value_for(parameter, plugin, catalogue, depth));
    }
  }
  return part;
}

}  // namespace

std::string PartText::text() const {
  if (entries.empty()) {
    return plugin->name;
  }
  std::string text = "{plugin: " + plugin->name;
  for (const auto& [parameter, value] : entries) {
    text.append(", ").append(parameter).append(": ").append(value);
  }
  return text + "}";
}

std::string PartText::value(std::string_view parameter) const {
  const auto found = std::ranges::find(entries, parameter, &std::pair<std::string, std::string>::first);
  return found == entries.end() ? "" : found->second;
}

void PartText::set(const std::string& parameter, std::string value) {
  const auto found = std::ranges::find(entries, parameter, &std::pair<std::string, std::string>::first);
  if (found == entries.end()) {
    entries.emplace_back(parameter, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

std::vector<std::pair<std::string, std::string>> entries_of(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const std::string_view item : items_of(text)) {
    const std::size_t colon = item.find(':');
    if (colon != std::string_view::npos) {
      entries.emplace_back(trimmed(item.substr(0, colon)), trimmed(item.substr(colon + 1)));
    }
  }
  return entries;
}

std::vector<const PluginInfo*> well_known_first(const Catalogue& catalogue, Kind kind) {
  std::vector<const PluginInfo*> plugins = catalogue.of(kind);
  std::ranges::stable_sort(plugins, {}, [](const PluginInfo* plugin) {
    return std::ranges::find(well_known, plugin->name) - well_known.begin();
  });
  return plugins;
}

std::vector<PartText> example_parts(const PluginInfo& plugin, const Catalogue& catalogue) {
  std::vector<PartText> parts;
  for (const std::string& example : plugin.examples) {
    parts.push_back(example_part(plugin, example, catalogue, 0));
  }
  if (parts.empty()) {
    parts.push_back(example_part(plugin, "", catalogue, 0));
  }
  return parts;
}

}  // namespace engram::examples
