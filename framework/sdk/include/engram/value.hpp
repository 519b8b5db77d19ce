// The value of one parameter, as passed from a spec to the part that owns the parameter.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
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

}  // namespace engram
