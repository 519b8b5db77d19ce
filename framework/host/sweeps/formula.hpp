// Formulas over the paths of a spec: "patterns.count <= 0.14 * patterns.size && model.tau_v > 5 ms".
//
//     condition   comparison, or conditions joined by && and ||, negated by ! and grouped by ( )
//     comparison  NUMBER == != < <= > >= NUMBER
//     NUMBER      numbers, durations and paths with + - * / ^ and ( )
//
// Nothing else is a formula. A duration can be compared only with a duration: "9 ms" with "0.01 s", never with 9.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sweeps/formula_steps.hpp"
#include "sweeps/formula_words.hpp"

namespace engram::sweeps {

class Formula {
 public:
  /// `names` are the names in paths that contain a '-', the longest first. Throws FormulaError if the text is not a
  /// formula.
  explicit Formula(std::string text, const std::vector<std::string>& names = {})
      : text_(std::move(text)), parsed_(parse_formula(text_, names)) {}

  [[nodiscard]] const std::vector<FormulaPath>& paths() const { return parsed_.paths; }
  /// Whether the condition holds for these values of its paths. Throws FormulaError if a duration is combined with a
  /// pure number, or if a result is not finite.
  [[nodiscard]] bool holds(const std::vector<Measure>& values) const;

 private:
  [[nodiscard]] Measure computed(const FormulaStep& step, const Measure& left, const Measure& right) const;
  [[nodiscard]] bool compared(const FormulaStep& step, const Measure& left, const Measure& right) const;
  [[nodiscard]] std::optional<double> common_power(const FormulaStep& step, const Measure& left,
                                                   const Measure& right) const;
  [[noreturn]] void refuse_kinds(const FormulaStep& step, const Measure& left, const Measure& right) const;
  [[nodiscard]] std::string_view text_of(const FormulaStretch& stretch) const;
  /// The same in quotes, for messages.
  [[nodiscard]] std::string piece(const FormulaStretch& stretch) const;

  std::string text_;
  FormulaSteps parsed_;
};

}  // namespace engram::sweeps
