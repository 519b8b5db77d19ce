// The value of one parameter, as passed from a spec to the part that owns the parameter.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace engram {

struct Part;
/// A part given as the value of another part's parameter (the activation of a model).
using PartPointer = std::shared_ptr<const Part>;

/// Directed pairs of indices, [from, to].
using Pairs = std::vector<std::array<std::int64_t, 2>>;

/// Texts by the path of a setting, in the order in which they are written.
using NamedTexts = std::vector<std::pair<std::string, std::string>>;

/// std::monostate is an optional parameter that was not given.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::int64_t>,
                           std::vector<double>, std::vector<std::string>, Pairs, PartPointer,
                           std::vector<PartPointer>, NamedTexts>;

/// The type of a parameter's value. It decides how the text of a spec is read: `10` is a count for one parameter and
/// a duration for another.
enum class ValueType {
  boolean,
  integer,
  real,
  text,
  choice,  ///< one word of a list
  integers,
  reals,
  texts,
  choice_or_pairs,  ///< one word of a list, or a list of [from, to]
  part,
  parts,
  named_texts,  ///< a mapping from paths of settings to texts
};

struct ValueTypeWords {
  ValueType type;
  std::string_view name;          ///< in JSON
  std::string_view noun;          ///< in messages, where the allowed values may follow
  std::optional<ValueType> item;  ///< of a list of values: the type of each
};

/// Every type, in the order of the enumeration.
constexpr std::array value_types{
    ValueTypeWords{ValueType::boolean, "boolean", "true or false", {}},
    ValueTypeWords{ValueType::integer, "integer", "a whole number", {}},
    ValueTypeWords{ValueType::real, "real", "a number", {}},
    ValueTypeWords{ValueType::text, "text", "a text", {}},
    ValueTypeWords{ValueType::choice, "choice", "one of: ", {}},
    ValueTypeWords{ValueType::integers, "integers", "a list of whole numbers", ValueType::integer},
    ValueTypeWords{ValueType::reals, "reals", "a list of numbers", ValueType::real},
    ValueTypeWords{ValueType::texts, "texts", "a list of texts", ValueType::text},
    ValueTypeWords{ValueType::choice_or_pairs, "choice_or_pairs", "one of: ", {}},
    ValueTypeWords{ValueType::part, "part", "", {}},
    ValueTypeWords{ValueType::parts, "parts", "a list of ", {}},
    ValueTypeWords{ValueType::named_texts, "named_texts", "a mapping of paths to texts", {}},
};
static_assert(std::ranges::is_sorted(value_types, {}, &ValueTypeWords::type));

constexpr const ValueTypeWords& words_of(ValueType type) {
  return value_types.at(static_cast<std::size_t>(type));
}

}  // namespace engram
