#include "theory/expression.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <muParser.h>

#include <engram/error.hpp>

namespace engram::theory {

namespace {

constexpr const char* name_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
constexpr const char* allowed =
    "allowed are numbers, x, names of unknowns and paths of settings, + - * / ^ ( ), pi, and the functions sqrt, "
    "exp, "
    "log, log2, log10, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, erf, erfc, abs, min, "
    "max and gauss";
/// The normal number over which gauss() is a mean.
constexpr const char* normal = "z";

double natural_logarithm(double x) {
  return std::log(x);
}

double error_function(double x) {
  return std::erf(x);
}

double rest_of_error_function(double x) {
  return std::erfc(x);
}

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
  throw RequestError(fmt::format("'{}' is not an expression: {}; {}", text, why, allowed));
}

/// A call of gauss() in a text.
struct Call {
  std::size_t begin = 0;  ///< of the function's name
  std::size_t open = 0;   ///< of the parenthesis
  std::size_t close = 0;
};

std::optional<Call> first_gauss(const std::string& text) {
  constexpr std::string_view name = "gauss";
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::size_t open = text.find_first_not_of(' ', at + name.size());
    if ((at > 0 && is_name_character(text[at - 1])) || open == std::string::npos || text[open] != '(') {
      continue;
    }
    std::size_t depth = 0;
    for (std::size_t close = open; close < text.size(); ++close) {
      depth += text[close] == '(' ? 1 : 0;
      depth -= text[close] == ')' ? 1 : 0;
      if (depth == 0) {
        return Call{at, open, close};
      }
    }
    refuse(text, "a '(' is never closed");
  }
  return std::nullopt;
}

/// '=' alone would assign.
void refuse_assignment(const std::string& text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool belongs = (at > 0 && std::string_view("<>=!").find(text[at - 1]) != std::string_view::npos) ||
                         (at + 1 < text.size() && text[at + 1] == '=');
    if (text[at] == '=' && !belongs) {
      refuse(text, "'=' defines an unknown, after `where`");
    }
  }
}

mu::Parser parser_of(const std::string& text, Variables& variables, std::vector<std::string>& names) {
  mu::Parser parser;
  parser.DefineNameChars(name_characters);
  parser.DefineConst("pi", std::numbers::pi);
  parser.DefineFun("log", natural_logarithm);
  parser.DefineFun("erf", error_function);
  parser.DefineFun("erfc", rest_of_error_function);
  refuse_assignment(text);
  try {
    parser.SetExpr(text);
    // A copy, since defining a variable empties the list.
    const mu::varmap_type used = parser.GetUsedVar();
    for (const auto& [name, unused] : used) {
      parser.DefineVar(name, &variables[name]);
      if (std::ranges::find(names, name) == names.end()) {
        names.push_back(name);
      }
    }
    (void)parser.Eval();
  } catch (const mu::ParserError& error) {
    std::string why = error.GetMsg();
    std::ranges::replace(why, '"', '\'');
    while (!why.empty() && (why.back() == '.' || why.back() == ' ')) {
      why.pop_back();
    }
    refuse(text, why);
  }
  return parser;
}

}  // namespace

bool is_name_character(char c) {
  return std::string_view(name_characters).find(c) != std::string_view::npos;
}

class Expression::Parts {
 public:
  Parts(std::string text, Variables& variables) : variables_(variables) {
    while (const std::optional<Call> call = first_gauss(text)) {
      const std::string inner = text.substr(call->open + 1, call->close - call->open - 1);
      if (first_gauss(inner)) {
        refuse(text, "gauss() cannot stand within gauss()");
      }
      means_.push_back({parser_of(inner, variables, names_), fmt::format("mean_{}_", variables.size())});
      variables[means_.back().name] = 0.0;
      text.replace(call->begin, call->close + 1 - call->begin, means_.back().name);
    }
    std::erase(names_, normal);
    outer_ = parser_of(text, variables, names_);
    std::erase_if(names_, [&](const std::string& name) {
      return std::ranges::any_of(means_, [&](const Mean& mean) { return mean.name == name; });
    });
  }

  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  [[nodiscard]] double value() {
    try {
      for (Mean& mean : means_) {
        variables_[mean.name] = mean_of(mean.parser);
      }
      return outer_.Eval();
    } catch (const mu::ParserError&) {
      return std::numeric_limits<double>::quiet_NaN();
    }
  }

 private:
  struct Mean {
    mu::Parser parser;
    std::string name;  ///< of the variable that stands for it
  };

  /// Smooth functions of z converge faster than any power of the step.
  [[nodiscard]] double mean_of(mu::Parser& inner) {
    constexpr double farthest = 9.0;
    constexpr double step = 0.05;
    const int count = static_cast<int>(std::lround(farthest / step));
    double& z = variables_[normal];
    const double before = z;
    double sum = 0.0;
    for (int at = -count; at <= count; ++at) {
      z = step * at;
      sum += std::exp(-0.5 * z * z) * inner.Eval();
    }
    z = before;
    return step * sum / std::sqrt(2.0 * std::numbers::pi);
  }

  Variables& variables_;
  std::vector<Mean> means_;
  mu::Parser outer_;
  std::vector<std::string> names_;
};

Expression::Expression(const std::string& text, Variables& variables)
    : parts_(std::make_unique<Parts>(text, variables)) {}
Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

const std::vector<std::string>& Expression::names() const {
  return parts_->names();
}

double Expression::value() {
  return parts_->value();
}

}  // namespace engram::theory
