#include "values/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <string>
#include <system_error>

#include <engram/words.hpp>

#include "values/quantity.hpp"

namespace engram::values {

namespace {

/// Products of numbers below this bound with a number of values or steps fit into 128 bits.
constexpr Int128 bound = Int128{10'000'000'000'000'000} * 10'000'000'000'000'000;
/// Whole numbers with more digits are written with an exponent.
constexpr int most_digits = 21;
/// This many digits are enough to find the nearest double.
constexpr std::size_t enough_digits = 40;
/// Results of arithmetic beyond this power of ten are not exact, so that exponents cannot overflow.
constexpr int furthest_exponent = 10'000;

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

/// The same number without zeros at its end, which would use up digits of a product.
Decimal without_zeros(Decimal number) {
  while (number.units != 0 && number.units % 10 == 0) {
    number.units /= 10;
    ++number.exponent;
  }
  return number.units == 0 ? Decimal{} : number;
}

bool is_within_bounds(const Decimal& number) {
  return number.units < bound && number.units > -bound && std::abs(number.exponent) <= furthest_exponent;
}

/// Two numbers as whole multiples of one power of ten.
struct Aligned {
  Int128 a;
  Int128 b;
  int exponent;
};

std::optional<Aligned> aligned(const Decimal& a, const Decimal& b) {
  const int exponent = common_exponent(a, b);
  const auto left = units_at(a, exponent);
  const auto right = units_at(b, exponent);
  return left && right ? std::optional{Aligned{*left, *right, exponent}} : std::nullopt;
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
  if (number.units == 0) {
    return Decimal{};  // An exponent of zero may be of any size.
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

double nearest_double(const Decimal& number) {
  if (number.units == 0) {
    return 0.0;
  }
  const bool below = number.units < 0;
  const std::string text =
      (below ? "-" : "") + digits_of(below ? -number.units : number.units) + "e" + std::to_string(number.exponent);
  double result = 0.0;
  const auto code = std::from_chars(text.data(), text.data() + text.size(), result).ec;
  if (code == std::errc{}) {
    return result;
  }
  const double size = number.exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  return below ? -size : size;
}

std::optional<Decimal> sum(const Decimal& a, const Decimal& b) {
  const auto both = aligned(a, b);
  if (!both) {
    return std::nullopt;
  }
  const Decimal result = without_zeros({both->a + both->b, both->exponent});
  return is_within_bounds(result) ? std::optional{result} : std::nullopt;
}

std::optional<Decimal> product(const Decimal& a, const Decimal& b) {
  const Decimal left = without_zeros(a);
  const Decimal right = without_zeros(b);
  Decimal result{0, left.exponent + right.exponent};
  if (__builtin_mul_overflow(left.units, right.units, &result.units)) {
    return std::nullopt;
  }
  result = without_zeros(result);
  return is_within_bounds(result) ? std::optional{result} : std::nullopt;
}

std::optional<Decimal> quotient(const Decimal& a, const Decimal& b) {
  const Decimal below = without_zeros(b);
  Decimal above = without_zeros(a);
  while (below.units != 0 && above.units % below.units != 0) {
    const auto more = times_ten(above.units, 1);
    if (!more) {
      return std::nullopt;
    }
    above = {*more, above.exponent - 1};
  }
  if (below.units == 0) {
    return std::nullopt;
  }
  const Decimal result = without_zeros({above.units / below.units, above.exponent - below.exponent});
  return is_within_bounds(result) ? std::optional{result} : std::nullopt;
}

Decimal negative(const Decimal& number) {
  return {-number.units, number.exponent};
}

std::optional<std::strong_ordering> order(const Decimal& a, const Decimal& b) {
  const auto both = aligned(a, b);
  return both ? std::optional{both->a <=> both->b} : std::nullopt;
}

std::optional<Progression> Progression::by_steps(const Decimal& from, const Decimal& step) {
  const auto both = aligned(from, step);
  return both ? std::optional{Progression{both->a, both->b, 1, both->exponent}} : std::nullopt;
}

std::optional<Progression> Progression::in_parts(const Decimal& from, const Decimal& to, std::int64_t parts) {
  const auto both = aligned(from, to);
  return both ? std::optional{Progression{both->a * parts, both->b - both->a, parts, both->exponent}} : std::nullopt;
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

}  // namespace engram::values
