// The kinds of plugins: the one list of them, with their words.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace engram {

enum class Kind { activation, model, learning_rule, pattern_source, corruption, integrator, analysis };

struct KindWords {
  Kind kind;
  std::string_view name;    ///< in specs, JSON and names of folders
  std::string_view words;   ///< in messages
  std::string_view plural;  ///< in messages
};

/// Every kind, in the order of the enumeration. The interface of a kind has it as its constant `kind`.
constexpr std::array words_of_kinds{
    KindWords{Kind::activation, "activation", "activation", "activations"},
    KindWords{Kind::model, "model", "model", "models"},
    KindWords{Kind::learning_rule, "learning_rule", "learning rule", "learning rules"},
    KindWords{Kind::pattern_source, "pattern_source", "pattern source", "pattern sources"},
    KindWords{Kind::corruption, "corruption", "corruption", "corruptions"},
    KindWords{Kind::integrator, "integrator", "integrator", "integrators"},
    KindWords{Kind::analysis, "analysis", "analysis", "analyses"},
};

constexpr auto all_kinds = [] {
  std::array<Kind, words_of_kinds.size()> all{};
  std::ranges::transform(words_of_kinds, all.begin(), &KindWords::kind);
  return all;
}();
static_assert(std::ranges::is_sorted(all_kinds));

constexpr const KindWords& words_of(Kind kind) {
  return words_of_kinds.at(static_cast<std::size_t>(kind));
}

constexpr std::string_view kind_name(Kind kind) {
  return words_of(kind).name;
}

/// The kind with that name.
constexpr std::optional<Kind> kind_from(std::string_view name) {
  const auto found = std::ranges::find(words_of_kinds, name, &KindWords::name);
  return found == words_of_kinds.end() ? std::nullopt : std::optional{found->kind};
}

}  // namespace engram
