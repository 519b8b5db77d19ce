// The words of a formula: numbers with their units, paths, and signs.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engram::spec {

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

/// A number in SI units and its power of seconds: 0 for a pure number, 1 for a duration. A number that is written
/// without a unit at a path of a spec may be either, as zero may; its power is unknown.
struct Measure {
  double value = 0.0;
  std::optional<double> seconds;
};

struct FormulaWord {
  enum class Type { number, path, sign, end };
  Type type = Type::end;
  std::size_t at = 0;  ///< in bytes, as `length`
  std::size_t length = 0;
  Measure number;       ///< of a number
  std::string correct;  ///< of a sign, how it is written; differs from the text where another language was meant
};

/// Takes a formula apart; the last word is the end. Throws FormulaError where a piece of it is no word at all.
std::vector<FormulaWord> formula_words(std::string_view text);

/// The formula with its signs as they should be: "seed == 1" of "seed = 1", "!(seed == 1)" of "not seed = 1".
std::string corrected_formula(std::string_view text, const std::vector<FormulaWord>& words);

}  // namespace engram::spec
