// A formula as the steps that compute it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sweeps/formula_words.hpp"

namespace engram::sweeps {

/// A piece of a formula's text, for messages.
struct FormulaStretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// One step, which takes its operands from a stack and pushes its result.
struct FormulaStep {
  enum class Do { number, path, negate, add, subtract, multiply, divide, power, compare, turn, and_then, or_else };
  Do what = Do::number;
  Measure number;          ///< of a number
  std::size_t target = 0;  ///< for a path, its place among the paths; for && and ||, the step after the right side
  std::string sign;        ///< as it is written
  FormulaStretch left;     ///< the texts of its operands
  FormulaStretch right;
};

/// A path in a formula, and its first position there.
struct FormulaPath {
  std::string name;
  std::size_t at = 0;
};

struct FormulaSteps {
  std::vector<FormulaStep> steps;
  std::vector<FormulaPath> paths;
};

/// Reads a formula; `names` as for formula_words(). Throws FormulaError if the text is not a formula.
FormulaSteps parse_formula(const std::string& text, const std::vector<std::string>& names);

}  // namespace engram::sweeps
