// A formula as the steps that compute it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "spec/formula_words.hpp"

namespace engram::spec {

/// A piece of a formula's text, for messages.
struct FormulaStretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// One step, which takes from a stack what it needs and puts its result there.
struct FormulaStep {
  enum class Do { number, path, negate, add, subtract, multiply, divide, power, compare, turn, and_then, or_else };
  Do what = Do::number;
  Measure number;          ///< of a number
  std::size_t target = 0;  ///< of a path, its place among the paths; of && and ||, the step behind the right side
  std::string sign;        ///< as it is written
  FormulaStretch left;     ///< what stands on its sides
  FormulaStretch right;
};

/// A path that a formula names, and where it names it first.
struct FormulaPath {
  std::string name;
  std::size_t at = 0;
};

struct FormulaSteps {
  std::vector<FormulaStep> steps;
  std::vector<FormulaPath> paths;
};

/// Reads a formula. Throws FormulaError where the text is none.
FormulaSteps parse_formula(const std::string& text);

}  // namespace engram::spec
