#include "theory/curve.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>

namespace engram::theory {

namespace {

/// The place of a whole word; npos if it does not occur.
std::size_t find_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_name_character(text[at - 1])) && (end == text.size() || !is_name_character(text[end]))) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  const std::size_t last = text.find_last_not_of(" \t\n");
  return first == std::string_view::npos ? "" : std::string(text.substr(first, last - first + 1));
}

/// The pieces between commas outside of parentheses.
std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : (c == ')' ? -1 : 0);
    if (c == ',' && depth == 0) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return pieces;
}

/// "NAME = EXPRESSION from NUMBER".
struct Definition {
  std::string name;
  std::string expression;
  double start = 1.0;
};

[[noreturn]] void refuse(const std::string& piece) {
  throw RequestError(
      fmt::format("'{}' does not define an unknown; after `where` stands `NAME = EXPRESSION`, or `NAME = "
                  "EXPRESSION from NUMBER`, separated by commas",
                  piece));
}

Definition definition_of(const std::string& piece) {
  const std::size_t sign = piece.find('=');
  if (sign == std::string::npos || (sign + 1 < piece.size() && piece[sign + 1] == '=')) {
    refuse(piece);
  }
  Definition definition{trimmed(piece.substr(0, sign)), piece.substr(sign + 1)};
  const std::size_t from = find_word(definition.expression, "from");
  if (from != std::string::npos) {
    const std::string number = trimmed(std::string_view(definition.expression).substr(from + 4));
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), definition.start);
    if (error != std::errc{} || end != number.data() + number.size() || !std::isfinite(definition.start)) {
      refuse(piece);
    }
    definition.expression.resize(from);
  }
  definition.expression = trimmed(definition.expression);
  const bool is_name = !definition.name.empty() &&
                       std::isalpha(static_cast<unsigned char>(definition.name[0])) != 0 &&
                       std::ranges::all_of(definition.name, [](char c) { return is_name_character(c) && c != '.'; });
  if (!is_name || definition.expression.empty()) {
    refuse(piece);
  }
  if (definition.name == "x") {
    throw RequestError("x is the place on the axis, and no equation can define it");
  }
  return definition;
}

/// Shortens the way of values that approach their limit like a geometric series: once the ratio of successive changes
/// is steady, the rest of the series is added (Lyusternik's method).
class Shortcut {
 public:
  /// The sum of the changes to come; empty while it is not known.
  std::vector<double> rest(const std::vector<double>& changes) {
    constexpr double steady = 1e-3;
    constexpr double slowest = 0.9999;
    constexpr int least_rounds = 6;
    double product = 0.0;
    double square = 0.0;
    for (std::size_t at = 0; at < last_.size(); ++at) {
      product += changes[at] * last_[at];
      square += last_[at] * last_[at];
    }
    const double ratio = square > 0.0 ? product / square : 0.0;
    const bool is_steady = std::fabs(ratio - ratio_) < steady && std::fabs(ratio) < slowest;
    std::vector<double> rest;
    if (is_steady && ++rounds_ >= least_rounds) {
      for (const double change : changes) {
        rest.push_back(change * ratio / (1.0 - ratio));
      }
      rounds_ = 0;
    }
    last_ = rest.empty() ? changes : std::vector<double>{};
    ratio_ = ratio;
    return rest;
  }

 private:
  std::vector<double> last_;
  double ratio_ = 0.0;
  int rounds_ = 0;
};

}  // namespace

Curve::Curve(const std::string& text) : variables_(std::make_unique<Variables>()) {
  const std::size_t where = find_word(text, "where");
  (*variables_)["x"] = 0.0;
  formula_.emplace(trimmed(std::string_view(text).substr(0, where)), *variables_);
  std::vector<std::string> names = formula_->names();
  if (where != std::string::npos) {
    for (const std::string& piece : pieces_of(std::string_view(text).substr(where + 5))) {
      Definition definition = definition_of(trimmed(piece));
      if (std::ranges::find(unknowns_, definition.name, &Unknown::name) != unknowns_.end()) {
        throw RequestError(fmt::format("'{}' is defined twice", definition.name));
      }
      Expression equation(definition.expression, *variables_);
      names.insert(names.end(), equation.names().begin(), equation.names().end());
      (*variables_)[definition.name] = definition.start;
      unknowns_.push_back({std::move(definition.name), std::move(equation), definition.start});
    }
  }
  for (const std::string& name : names) {
    const bool is_known = name == "x" || std::ranges::find(unknowns_, name, &Unknown::name) != unknowns_.end();
    if (!is_known && std::ranges::find(settings_, name) == settings_.end()) {
      settings_.push_back(name);
    }
  }
}

bool Curve::solve() {
  // Whole steps may jump to and fro around a solution that shorter steps reach.
  return iterate(1.0, 400) || iterate(0.3, 1'000) || iterate(0.05, 4'000);
}

bool Curve::iterate(double step, int most) {
  constexpr double at_rest = 1e-13;
  constexpr double nearly_at_rest = 1e-7;
  for (Unknown& unknown : unknowns_) {
    (*variables_)[unknown.name] = unknown.start;
  }
  Shortcut shortcut;
  double largest = 0.0;
  for (int round = 0; round < most; ++round) {
    largest = 0.0;
    std::vector<double> changes;
    for (Unknown& unknown : unknowns_) {
      double& value = (*variables_)[unknown.name];
      const double next = unknown.equation.value();
      if (!std::isfinite(next)) {
        return false;
      }
      changes.push_back(step * (next - value));
      largest = std::max(largest, std::fabs(next - value) / std::max(1.0, std::fabs(next)));
      value += changes.back();
    }
    if (largest <= at_rest) {
      return true;
    }
    const std::vector<double> rest = shortcut.rest(changes);
    for (std::size_t at = 0; at < rest.size(); ++at) {
      (*variables_)[unknowns_[at].name] += rest[at];
    }
  }
  return largest <= nearly_at_rest;
}

double Curve::at(double x, const std::vector<double>& settings) {
  (*variables_)["x"] = x;
  for (std::size_t at = 0; at < settings_.size(); ++at) {
    (*variables_)[settings_[at]] = settings[at];
  }
  if (!solve()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double y = formula_->value();
  return std::isfinite(y) ? y : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace engram::theory
