// Exact arithmetic on numbers as a spec writes them: whole multiples of a power of ten.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engram::values {

/// Wide enough for 64-bit numbers times any number of swept values.
__extension__ using Int128 = __int128;

/// units * 10^exponent: "0.25" is 25 * 10^-2, and "10 ms" is 10 * 10^-3 seconds.
struct Decimal {
  Int128 units = 0;
  int exponent = 0;
};

/// A number or a duration that read_real() accepts, in SI units; std::nullopt if it has too many digits.
std::optional<Decimal> read_decimal(std::string_view text);

/// The double nearest to a number; infinite if it lies beyond all doubles.
double nearest_double(const Decimal& number);

/// Exact results; std::nullopt if one has too many digits, as a quotient such as 1 / 3 has.
std::optional<Decimal> sum(const Decimal& a, const Decimal& b);
std::optional<Decimal> product(const Decimal& a, const Decimal& b);
std::optional<Decimal> quotient(const Decimal& a, const Decimal& b);
Decimal negative(const Decimal& number);

/// The order of two numbers; std::nullopt if they differ too much in size for an exact comparison.
std::optional<std::strong_ordering> order(const Decimal& a, const Decimal& b);

/// The numbers (start + i * increment) / divisor * 10^exponent.
struct Progression {
  Int128 start = 0;
  Int128 increment = 0;
  std::int64_t divisor = 1;
  int exponent = 0;

  /// Counts from a number in steps. std::nullopt if the two differ too much in size for exact arithmetic.
  static std::optional<Progression> by_steps(const Decimal& from, const Decimal& step);
  /// Divides the interval between two numbers into equal parts. std::nullopt as above.
  static std::optional<Progression> in_parts(const Decimal& from, const Decimal& to, std::int64_t parts);

  /// Number i as a person would write it: the digits of a whole number, otherwise the shortest text that reads back
  /// as the double nearest to it. The number is computed exactly and rounded once, so that the result is 0.3 and not
  /// 0.30000000000000004.
  [[nodiscard]] std::string text(std::int64_t i) const;
};

/// The number of whole steps between two numbers in ascending order. std::nullopt if their digits do not fit.
std::optional<Int128> steps_between(const Decimal& from, const Decimal& to, const Decimal& step);

/// A double as a person would write it: the digits of a whole number that is not very large, otherwise the shortest
/// text that reads back as the same double.
std::string written(double number);

}  // namespace engram::values
