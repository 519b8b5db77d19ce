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

Kind kind_named(const std::string& name) {
  const auto found = std::ranges::find(all_kinds, name, kind_name);
  return found == all_kinds.end() ? Kind::activation : *found;
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
  switch (parameter.type) {
    case ValueType::boolean:
      return "true or false";
    case ValueType::integer:
      return with_limits(parameter, "a whole number", false);
    case ValueType::real:
      return with_limits(parameter, "a number", false);
    case ValueType::text:
      return "a text";
    case ValueType::choice:
      return "one of: " + join(parameter.choices);
    case ValueType::integers:
      return with_limits(parameter, "a list of whole numbers", true);
    case ValueType::reals:
      return with_limits(parameter, "a list of numbers", true);
    case ValueType::texts:
      return "a list of texts";
    case ValueType::named_texts:
      return "a mapping of paths to texts";
    case ValueType::choice_or_pairs:
      return "one of: " + join(parameter.choices) + "; or a list of [from, to]";
    case ValueType::part:
      return kind_with_article(kind_named(parameter.part_kind));
    case ValueType::parts:
      return "a list of " + kind_plural(kind_named(parameter.part_kind));
  }
  return "";
}

std::string default_text(const Parameter& parameter) {
  if (parameter.required) {
    return "required";
  }
  if (parameter.type == ValueType::part) {
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
  std::string words(kind_name(kind));
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string kind_with_article(Kind kind) {
  return with_article(kind_words(kind));
}

std::string kind_plural(Kind kind) {
  return kind == Kind::analysis ? "analyses" : kind_words(kind) + "s";
}

}  // namespace engram::values
