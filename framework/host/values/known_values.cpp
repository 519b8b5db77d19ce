#include "values/known_values.hpp"

#include <cmath>
#include <compare>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "values/decimal.hpp"
#include "values/quantity.hpp"

namespace engram::values {

namespace {

std::optional<double> number_of(const std::string& text) {
  const auto pure = read_real(text, "1").value;
  return pure ? pure : read_real(text, "s").value;
}

}  // namespace

bool is_same_number(const std::string& a, const std::string& b) {
  const auto left = number_of(a);
  const auto right = number_of(b);
  if (!left || left != right) {
    return false;
  }
  // Neighbouring whole numbers beyond 2^53 are the same double.
  const auto exact_left = read_decimal(a);
  const auto exact_right = read_decimal(b);
  const auto exact = exact_left && exact_right ? order(*exact_left, *exact_right) : std::nullopt;
  return !exact || std::is_eq(*exact);
}

std::string near_value(const std::string& text, const std::vector<std::string>& values) {
  const auto number = number_of(text);
  const std::string* best = nullptr;
  double least = 0;
  for (const std::string& value : values) {
    const auto other = number ? number_of(value) : std::nullopt;
    if (other && (best == nullptr || std::fabs(*other - *number) < least)) {
      best = &value;
      least = std::fabs(*other - *number);
    }
  }
  return best == nullptr ? did_you_mean(text, values) : fmt::format("did you mean '{}'?", *best);
}

std::string some_of(const std::vector<std::string>& words) {
  constexpr std::size_t most = 12;
  if (words.size() <= most) {
    return join(words);
  }
  return fmt::format("{} and {} more", join({words.begin(), words.begin() + most}), words.size() - most);
}

}  // namespace engram::values
