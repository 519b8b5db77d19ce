// One expression of a theory, which muParser computes.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace engram::theory {

/// The values of all names, shared by the expressions of a formula. Expressions keep pointers to them.
using Variables = std::map<std::string, double>;

/// Whether a character may stand in a name: letters, digits, '_' and '.'.
bool is_name_character(char c);

/// Numbers, names, + - * / ^, comparisons, `a ? b : c`, and functions such as tanh and erf. gauss(f) is the mean of f
/// over a standard normal number z, from the trapezoidal rule.
class Expression {
 public:
  /// Adds the expression's names to `variables`, which outlives it. Throws RequestError, with what is allowed, if the
  /// text is not an expression.
  Expression(const std::string& text, Variables& variables);
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  Expression(const Expression&) = delete;
  Expression& operator=(const Expression&) = delete;

  /// The names that it uses, without the z of gauss().
  [[nodiscard]] const std::vector<std::string>& names() const;
  /// The value for the present variables; NaN if it has none.
  [[nodiscard]] double value();

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace engram::theory
