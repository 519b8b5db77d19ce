#include "values/describe.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "yaml/layout.hpp"

namespace engram::values {

namespace {

std::string suffix(const std::string& unit) {
  return unit.empty() || unit == "1" ? "" : " " + unit;
}

template <class T, class Write>
std::string flow_list(const std::vector<T>& items, Write write) {
  std::vector<std::string> texts;
  std::ranges::transform(items, std::back_inserter(texts), write);
  return fmt::format("[{}]", join(texts));
}

struct ValueWriter {
  const std::string& unit;

  std::string operator()(std::monostate) const { return "none"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value) + suffix(unit); }
  // fmt writes the shortest text that reads back as the same double.
  std::string operator()(double value) const { return fmt::format("{}", value) + suffix(unit); }
  std::string operator()(const std::string& value) const { return yaml::scalar_text(value); }
  std::string operator()(const PartPointer& part) const {
    return part ? yaml::scalar_text(part->plugin->name) : "none";
  }
  std::string operator()(const Pairs& pairs) const {
    return flow_list(pairs, [](const auto& pair) { return fmt::format("[{}, {}]", pair[0], pair[1]); });
  }
  std::string operator()(const NamedTexts& texts) const {
    std::vector<std::string> entries;
    std::ranges::transform(texts, std::back_inserter(entries), [](const auto& entry) {
      return fmt::format("{}: {}", yaml::scalar_text(entry.first), yaml::scalar_text(entry.second));
    });
    return fmt::format("{{{}}}", join(entries));
  }
  template <class T>
  std::string operator()(const std::vector<T>& list) const {
    return flow_list(list, *this);
  }
};

/// "a number above 0, in s", "a list of numbers, each at least 0".
std::string with_limits(const Parameter& parameter, std::string_view noun, bool is_list) {
  const std::string range = range_text(parameter.limits, "");
  std::string text(noun);
  if (!range.empty()) {
    const std::string_view link = is_list ? ", each" : (range.starts_with("at ") ? " of" : "");
    text += fmt::format("{} {}", link, range);
  }
  if (!suffix(parameter.unit).empty()) {
    text += ", in" + suffix(parameter.unit);
  }
  return text;
}

}  // namespace

std::string range_text(const Limits& limits, const std::string& unit) {
  const auto number = [&](double x) { return fmt::format("{}", x) + suffix(unit); };
  const bool has_min = std::isfinite(limits.min);
  const bool has_max = std::isfinite(limits.max);
  if (has_min && has_max) {
    return "from " + number(limits.min) + " to " + number(limits.max);
  }
  std::vector<std::string> bounds;
  if (has_min) {
    bounds.push_back("at least " + number(limits.min));
  }
  if (std::isfinite(limits.above)) {
    bounds.push_back("above " + number(limits.above));
  }
  if (has_max) {
    bounds.push_back("at most " + number(limits.max));
  }
  if (std::isfinite(limits.below)) {
    bounds.push_back("below " + number(limits.below));
  }
  return join(bounds, " and ");
}

std::string type_text(const Parameter& parameter) {
  const auto& [type, name, noun, item] = words_of(parameter.type);
  switch (type) {
    case ValueType::choice:
      return std::string(noun) + join(parameter.choices);
    case ValueType::choice_or_pairs:
      return std::string(noun) + join(parameter.choices) + "; or a list of [from, to]";
    case ValueType::part:
      return kind_with_article(parameter.part_kind.value());
    case ValueType::parts:
      return std::string(noun) + kind_plural(parameter.part_kind.value());
    default:
      return with_limits(parameter, noun, item.has_value());
  }
}

std::string default_text(const Parameter& parameter) {
  if (parameter.required) {
    return "required";
  }
  if (!parameter.part_default.empty()) {
    return parameter.part_default;
  }
  return value_text(parameter.default_value, parameter.unit);
}

std::string value_text(const Value& value, const std::string& unit) {
  return std::visit(ValueWriter{unit}, value);
}

std::string with_article(const std::string& noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

std::string kind_words(Kind kind) {
  return std::string(words_of(kind).words);
}

std::string kind_with_article(Kind kind) {
  return with_article(kind_words(kind));
}

std::string kind_plural(Kind kind) {
  return std::string(words_of(kind).plural);
}

}  // namespace engram::values
