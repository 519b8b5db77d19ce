// The words of a formula: numbers with their units, paths, and signs.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "values/decimal.hpp"

namespace engram::sweeps {

/// A mistake in a formula, at a place within its text.
class FormulaError : public std::runtime_error {
 public:
  FormulaError(std::size_t at, std::size_t length, const std::string& message, std::vector<std::string> notes = {})
      : std::runtime_error(message), at_(at), length_(length), notes_(std::move(notes)) {}
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t length() const { return length_; }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  std::size_t at_;
  std::size_t length_;
  std::vector<std::string> notes_;
};

/// A number in SI units and its power of seconds: 0 for a pure number, 1 for a duration. The power is unknown for
/// zero, and for a number without a unit at a path of a spec, since both may be either.
struct Measure {
  double value = 0.0;
  std::optional<double> seconds;
  std::optional<values::Decimal> exact =
      std::nullopt;  ///< unset if it is not a decimal number, or has too many digits

  /// A number with this exact value, or else with this double.
  static Measure of(const std::optional<values::Decimal>& exact, double value, std::optional<double> seconds) {
    return {exact ? values::nearest_double(*exact) : value, seconds, exact};
  }
};

struct FormulaWord {
  enum class Type { number, path, sign, end };
  Type type = Type::end;
  std::size_t at = 0;  ///< in bytes, as `length`
  std::size_t length = 0;
  Measure number;       ///< of a number
  std::string correct;  ///< for a sign, its correct form; the text may have the form of another language
};

/// Splits a formula into words; the last word is the end. A '-' belongs to a path if it stands in one of the `names`,
/// the longest of which come first; otherwise it is a minus. Throws FormulaError if a piece of the text is not a
/// word.
std::vector<FormulaWord> formula_words(std::string_view text, const std::vector<std::string>& names);

/// The formula with corrected signs: "seed == 1" for "seed = 1", "!(seed == 1)" for "not seed = 1".
std::string corrected_formula(std::string_view text, const std::vector<FormulaWord>& words);

}  // namespace engram::sweeps
