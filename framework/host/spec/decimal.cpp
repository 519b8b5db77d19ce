#include "spec/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>

#include <engram/words.hpp>

#include "spec/quantity.hpp"

namespace engram::spec {

namespace {

/// Products of numbers below this bound with a number of values or steps fit into 128 bits.
constexpr Int128 bound = Int128{10'000'000'000'000'000} * 10'000'000'000'000'000;
/// Whole numbers with more digits are written with an exponent.
constexpr int most_digits = 21;
/// This many digits are enough to find the nearest double.
constexpr std::size_t enough_digits = 40;

std::optional<Int128> times_ten(Int128 number, int times) {
  for (; times > 0 && number != 0; --times) {
    if (number >= bound / 10 || number <= -bound / 10) {
      return std::nullopt;
    }
    number *= 10;
  }
  return number;
}

/// The units of a number at a smaller exponent.
std::optional<Int128> units_at(const Decimal& number, int exponent) {
  return times_ten(number.units, number.exponent - exponent);
}

int common_exponent(const Decimal& a, const Decimal& b) {
  return a.units == 0 ? b.exponent : b.units == 0 ? a.exponent : std::min(a.exponent, b.exponent);
}

std::string digits_of(Int128 number) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(number % 10));
    number /= 10;
  } while (number > 0);
  std::ranges::reverse(digits);
  return digits;
}

/// Removes the exponent after an 'e' and returns it; 0 if there is none.
int take_exponent(std::string_view& text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) {
    return 0;
  }
  std::string_view digits = text.substr(1);
  if (digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  int exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error == std::errc{}) {
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return exponent;
}

}  // namespace

std::optional<Decimal> read_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  Decimal number;
  bool behind_point = false;
  for (; !text.empty() && (text.front() == '.' || (text.front() >= '0' && text.front() <= '9'));
       text.remove_prefix(1)) {
    if (text.front() == '.') {
      behind_point = true;
      continue;
    }
    const std::optional<Int128> more = times_ten(number.units, 1);
    if (!more) {
      return std::nullopt;
    }
    number.units = *more + (text.front() - '0');
    number.exponent -= behind_point ? 1 : 0;
  }
  number.exponent += take_exponent(text);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const TimeUnit* unit = time_unit(text);
  const int factor = unit == nullptr ? 1 : unit->factor;
  if (number.units >= bound / factor) {
    return std::nullopt;
  }
  number.units *= negative ? -factor : factor;
  number.exponent += unit == nullptr ? 0 : unit->exponent;
  return number;
}

std::optional<Progression> Progression::by_steps(const Decimal& from, const Decimal& step) {
  const int exponent = common_exponent(from, step);
  const auto start = units_at(from, exponent);
  const auto increment = units_at(step, exponent);
  return start && increment ? std::optional{Progression{*start, *increment, 1, exponent}} : std::nullopt;
}

std::optional<Progression> Progression::in_parts(const Decimal& from, const Decimal& to, std::int64_t parts) {
  const int exponent = common_exponent(from, to);
  const auto start = units_at(from, exponent);
  const auto end = units_at(to, exponent);
  return start && end ? std::optional{Progression{*start * parts, *end - *start, parts, exponent}} : std::nullopt;
}

std::string Progression::text(std::int64_t i) const {
  const Int128 sum = start + increment * i;
  const std::string sign = sum < 0 ? "-" : "";
  const Int128 size = sum < 0 ? -sum : sum;
  Int128 rest = size % divisor;
  std::string digits = digits_of(size / divisor);
  int power = exponent;
  // Long division, digit by digit, until nothing is left or further digits do not matter.
  while (rest != 0 && digits.size() < enough_digits) {
    rest *= 10;
    digits += static_cast<char>('0' + static_cast<int>(rest / divisor));
    rest %= divisor;
    --power;
  }
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    ++power;
  }
  if (digits == "0") {
    return "0";
  }
  if (rest == 0 && power >= 0 && static_cast<int>(digits.size()) + power <= most_digits) {
    return sign + digits + std::string(static_cast<std::size_t>(power), '0');
  }
  const std::string exact = sign + digits + "e" + std::to_string(power);
  double number = 0.0;
  std::from_chars(exact.data(), exact.data() + exact.size(), number);
  return number_text(number);
}

std::optional<Int128> steps_between(const Decimal& from, const Decimal& to, const Decimal& step) {
  const int exponent = std::min(common_exponent(from, to), step.exponent);
  const auto start = units_at(from, exponent);
  const auto end = units_at(to, exponent);
  const auto width = units_at(step, exponent);
  return start && end && width && *width > 0 ? std::optional<Int128>{(*end - *start) / *width} : std::nullopt;
}

std::string written(double number) {
  constexpr double exact = 9007199254740992.0;  // 2^53: up to here a double holds every whole number
  const bool whole = number == std::floor(number) && std::fabs(number) <= exact;
  return whole ? std::to_string(static_cast<std::int64_t>(number)) : number_text(number);
}

}  // namespace engram::spec
