// A curve of a theory: y as a formula of x, of settings, and of unknowns that equations define.
//
//     formula   EXPRESSION [where NAME = EXPRESSION [from NUMBER] {, NAME = EXPRESSION [from NUMBER]}]
//
// "sqrt(x) * model.threshold", "m where m = tanh(m / x)". Unknowns start at 1, or at the number after `from`, and are
// replaced by their expressions, one after the other, until none of them changes; if they do not come to rest, again
// in shorter steps. Of several solutions the one is found that this leads to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "theory/expression.hpp"

namespace engram::theory {

/// Threading: belongs to one thread.
class Curve {
 public:
  /// Throws RequestError, with what is allowed, if the text is not such a formula.
  explicit Curve(const std::string& text);

  /// The names that it uses beside x and its unknowns: paths of settings.
  [[nodiscard]] const std::vector<std::string>& settings() const { return settings_; }
  /// y at a place, for the values of settings() in their order; NaN if it is not finite, or if the equations do not
  /// come to rest.
  [[nodiscard]] double at(double x, const std::vector<double>& settings);

 private:
  struct Unknown {
    std::string name;
    Expression equation;
    double start = 1.0;
  };

  [[nodiscard]] bool solve();
  /// The same in `most` rounds, each by this part of the way to the values of the equations.
  [[nodiscard]] bool iterate(double step, int most);

  std::unique_ptr<Variables> variables_;
  std::optional<Expression> formula_;
  std::vector<Unknown> unknowns_;
  std::vector<std::string> settings_;
};

}  // namespace engram::theory
