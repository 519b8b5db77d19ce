#include "sweeps/formula.hpp"

#include <cmath>
#include <compare>
#include <cstddef>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "values/quantity.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

using Do = FormulaStep::Do;

namespace {

using Exact = std::optional<values::Decimal>;

/// A result of two exact numbers, unset if one of them is not exact.
template <class Operation>
Exact both_exact(const Measure& left, const Measure& right, Operation operation) {
  return left.exact && right.exact ? operation(*left.exact, *right.exact) : std::nullopt;
}

/// A power with a small whole exponent.
Exact exact_power(const values::Decimal& base, double exponent) {
  constexpr double most = 64.0;
  if (exponent != std::floor(exponent) || std::fabs(exponent) > most) {
    return std::nullopt;
  }
  const values::Decimal one{1, 0};
  Exact power = one;
  for (double done = 0.0; power && done < std::fabs(exponent); ++done) {
    power = values::product(*power, base);
  }
  return power && exponent < 0.0 ? values::quotient(one, *power) : power;
}

Measure negated(const Measure& number) {
  return Measure::of(number.exact ? Exact(values::negative(*number.exact)) : std::nullopt, -number.value,
                     number.seconds);
}

/// Compared exactly if possible, since rounding makes 0.1 + 0.2 greater than 0.3.
std::partial_ordering order_of(const Measure& left, const Measure& right) {
  const auto exact = left.exact && right.exact ? values::order(*left.exact, *right.exact) : std::nullopt;
  return exact ? std::partial_ordering(*exact) : left.value <=> right.value;
}

}  // namespace

std::string_view Formula::text_of(const FormulaStretch& stretch) const {
  return std::string_view(text_).substr(stretch.begin, stretch.end - stretch.begin);
}

std::string Formula::piece(const FormulaStretch& stretch) const {
  return yaml::in_quotes(text_of(stretch));
}

void Formula::refuse_kinds(const FormulaStep& step, const Measure& left, const Measure& right) const {
  const auto kind = [](double power) {
    return power == 0.0 ? std::string("a pure number")
                        : (power == 1.0 ? std::string("a duration") : fmt::format("in s^{:g}", power));
  };
  std::vector<std::string> notes;
  if ((left.seconds == 1.0 && right.seconds == 0.0) || (left.seconds == 0.0 && right.seconds == 1.0)) {
    const std::string_view pure = text_of(left.seconds == 0.0 ? step.left : step.right);
    const bool is_number = values::read_real(pure, "1").value.has_value();
    notes.push_back(is_number ? fmt::format("write its unit: `{0} s`, `{0} ms`", pure)
                              : "multiply it by a duration, such as `1 ms`, or leave the other unit out");
  }
  throw FormulaError(step.left.begin, step.right.end - step.left.begin,
                     fmt::format("'{}' takes two numbers of one unit; {} is {}, and {} is {}", step.sign,
                                 piece(step.left), kind(*left.seconds), piece(step.right), kind(*right.seconds)),
                     std::move(notes));
}

std::optional<double> Formula::common_power(const FormulaStep& step, const Measure& left,
                                            const Measure& right) const {
  if (left.seconds && right.seconds && *left.seconds != *right.seconds) {
    refuse_kinds(step, left, right);
  }
  return left.seconds ? left.seconds : right.seconds;
}

Measure Formula::computed(const FormulaStep& step, const Measure& left, const Measure& right) const {
  const bool both = left.seconds && right.seconds;
  Measure result;
  switch (step.what) {
    case Do::add:
      result = Measure::of(both_exact(left, right, values::sum), left.value + right.value,
                           common_power(step, left, right));
      break;
    case Do::subtract:
      result = Measure::of(both_exact(left, right,
                                      [](const values::Decimal& a, const values::Decimal& b) {
                                        return values::sum(a, values::negative(b));
                                      }),
                           left.value - right.value, common_power(step, left, right));
      break;
    case Do::multiply:
      result = Measure::of(both_exact(left, right, values::product), left.value * right.value,
                           both ? std::optional(*left.seconds + *right.seconds) : std::nullopt);
      break;
    case Do::divide:
      result = Measure::of(both_exact(left, right, values::quotient), left.value / right.value,
                           both ? std::optional(*left.seconds - *right.seconds) : std::nullopt);
      break;
    default:
      if (right.seconds.value_or(0.0) != 0.0) {
        throw FormulaError(step.right.begin, step.right.end - step.right.begin,
                           "an exponent must be a pure number, and " + piece(step.right) + " is not");
      }
      result = Measure::of(left.exact ? exact_power(*left.exact, right.value) : std::nullopt,
                           std::pow(left.value, right.value),
                           left.seconds ? std::optional(*left.seconds * right.value) : std::nullopt);
  }
  if (!std::isfinite(result.value)) {
    throw FormulaError(step.left.begin, step.right.end - step.left.begin,
                       piece({step.left.begin, step.right.end}) + " is not finite in every cell",
                       {"a condition in front of it, joined by &&, keeps it from being computed"});
  }
  return result;
}

bool Formula::compared(const FormulaStep& step, const Measure& left, const Measure& right) const {
  (void)common_power(step, left, right);
  const std::partial_ordering order = order_of(left, right);
  if (step.sign == "==") {
    return std::is_eq(order);
  }
  if (step.sign == "!=") {
    return std::is_neq(order);
  }
  if (step.sign == "<") {
    return std::is_lt(order);
  }
  if (step.sign == "<=") {
    return std::is_lteq(order);
  }
  return step.sign == ">" ? std::is_gt(order) : std::is_gteq(order);
}

bool Formula::holds(const std::vector<Measure>& values) const {
  std::vector<Measure> stack;
  for (std::size_t at = 0; at < parsed_.steps.size(); ++at) {
    const FormulaStep& step = parsed_.steps[at];
    switch (step.what) {
      case Do::number:
        stack.push_back(step.number);
        break;
      case Do::path:
        stack.push_back(values[step.target]);
        break;
      case Do::negate:
        stack.back() = negated(stack.back());
        break;
      case Do::turn:
        stack.back().value = stack.back().value == 0.0 ? 1.0 : 0.0;
        break;
      case Do::and_then:
      case Do::or_else:
        // Skip the right side if the left side decides the result; otherwise the right side is the result.
        if ((stack.back().value != 0.0) == (step.what == Do::or_else)) {
          at = step.target - 1;
        } else {
          stack.pop_back();
        }
        break;
      default: {
        const Measure right = stack.back();
        stack.pop_back();
        const Measure left = stack.back();
        stack.back() = step.what == Do::compare ? Measure{compared(step, left, right) ? 1.0 : 0.0, {}}
                                                : computed(step, left, right);
      }
    }
  }
  return stack.back().value != 0.0;
}

}  // namespace engram::sweeps
