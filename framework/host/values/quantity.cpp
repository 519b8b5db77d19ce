#include "values/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "yaml/text.hpp"

namespace engram::values {

namespace {

// The power of ten is added to the number's own exponent, so that "9 ms" is the double nearest to 0.009; 9 * 0.001 is
// not.
constexpr std::array time_units{TimeUnit{"ns", -9, 1}, TimeUnit{"us", -6, 1},  TimeUnit{"ms", -3, 1},
                                TimeUnit{"s", 0, 1},   TimeUnit{"min", 0, 60}, TimeUnit{"h", 0, 3600}};

/// The pieces of "-1.5e3 ms".
struct Pieces {
  std::string mantissa;  ///< with a sign only if it is '-'
  long exponent = 0;
  std::string unit;
  bool leading_zero = false;
  bool plain_digits = true;
};

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && yaml::is_digit(text[at])) {
    ++at;
  }
  return at;
}

/// Splits a text that begins with a decimal number. std::nullopt if it does not, or if the number is followed by
/// anything but a word.
std::optional<Pieces> split_number(std::string_view text) {
  Pieces pieces;
  std::size_t at = 0;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    pieces.mantissa = text[0] == '-' ? "-" : "";
    at = 1;
  }
  const std::size_t whole = at;
  at = skip_digits(text, at);
  std::size_t digits = at - whole;
  pieces.leading_zero = digits > 1 && text[whole] == '0';
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = at + 1;
    at = skip_digits(text, fraction);
    digits += at - fraction;
    pieces.plain_digits = false;
  }
  if (digits == 0) {
    return std::nullopt;
  }
  pieces.mantissa += text.substr(whole, at - whole);
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t power = at + 1;
    const bool negative = power < text.size() && text[power] == '-';
    power += power < text.size() && (text[power] == '+' || text[power] == '-') ? 1 : 0;
    const std::size_t end = skip_digits(text, power);
    if (end > power) {
      // Every exponent with more than six digits is out of range, so six are enough.
      const auto shown = std::string(text.substr(power, std::min<std::size_t>(end - power, 6)));
      pieces.exponent = std::stol(shown) * (negative ? -1 : 1);
      pieces.plain_digits = false;
      at = end;
    }
  }
  text.remove_prefix(at);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const bool word = text.empty() || text.starts_with("1/") ||
                    (!yaml::is_digit(text[0]) && std::string_view("._+-,:/").find(text[0]) == text.npos);
  if (!word) {
    return std::nullopt;
  }
  pieces.unit = text;
  return pieces;
}

/// Describes the mistake in a text that is not a decimal number, if it is a known mistake.
std::string known_mistake(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  std::string_view bare(lower);
  while (!bare.empty() && (bare[0] == '+' || bare[0] == '-' || bare[0] == '.')) {
    bare.remove_prefix(1);
  }
  if (bare == "nan" || bare == "inf" || bare == "infinity") {
    return "a number must be finite";
  }
  if (bare.starts_with("0x") || bare.starts_with("0o") || bare.starts_with("0b")) {
    return "write the number in decimal notation";
  }
  if (!bare.empty() && yaml::is_digit(bare[0]) && bare.find('_') != bare.npos) {
    return "write the number without '_'";
  }
  if (!bare.empty() && yaml::is_digit(bare[0]) && bare.find(',') != bare.npos) {
    return "write the number without ',', and its decimals after a '.'";
  }
  return "";
}

/// The scale of a unit as it was written; a complaint if the unit does not fit the parameter.
Reading<TimeUnit> scale_of(const std::string& written, const std::string& unit) {
  if (written.empty() || (written == unit && unit != "s")) {
    return {TimeUnit{"", 0, 1}};
  }
  const std::vector<std::string> units = units_of(unit);
  if (units.empty()) {
    return {std::nullopt, "it is a pure number and takes no unit, not " + yaml::in_quotes(written)};
  }
  if (const TimeUnit* known = time_unit(written); unit == "s" && known != nullptr) {
    return {*known};
  }
  const std::string meant = unit == "s" ? unit_meant(written) : "";
  return {std::nullopt, "there is no unit " + yaml::in_quotes(written) + " here; " +
                            (meant.empty() ? "" : "did you mean '" + meant + "'? ") + "known ones: " + join(units)};
}

std::string leading_zero(std::string_view text, const Pieces& pieces) {
  std::string_view digits(pieces.mantissa);
  digits.remove_prefix(digits.starts_with('-') ? 1 : 0);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return yaml::in_quotes(text) + " has a leading zero; write " + (pieces.mantissa.starts_with('-') ? "-" : "") +
         (digits.starts_with('.') ? "0" : "") + std::string(digits);
}

template <class Integer>
Reading<Integer> read_whole(std::string_view text, const std::string& unit) {
  const auto pieces = split_number(text);
  if (pieces && pieces->plain_digits && !pieces->leading_zero && pieces->unit.empty()) {
    Integer value{};
    const char* end = pieces->mantissa.data() + pieces->mantissa.size();
    const auto [stop, code] = std::from_chars(pieces->mantissa.data(), end, value);
    if (code == std::errc{} && stop == end) {
      return {value};
    }
    // from_chars does not accept '-' for an unsigned type.
    return {std::nullopt, code == std::errc::result_out_of_range ? "the number is out of range" : ""};
  }
  const Reading<double> real = read_real(text, unit);
  if (!real.value) {
    return {std::nullopt, real.complaint};
  }
  constexpr double exact = 9007199254740992.0;  // 2^53: up to here a double holds every whole number
  if (std::fabs(*real.value) > exact) {
    return {std::nullopt, "write a number as large as that without an exponent"};
  }
  if (*real.value != std::floor(*real.value)) {
    return {std::nullopt, yaml::in_quotes(text) + " is not a whole number"};
  }
  if (std::is_unsigned_v<Integer> && *real.value < 0.0) {
    return {std::nullopt};
  }
  return {static_cast<Integer>(*real.value)};
}

template <class T, class Read>
Reading<T> read_unquoted(const yaml::Node& node, Read read) {
  if (!node.is_scalar()) {
    return {};
  }
  return node.quoted() ? Reading<T>{std::nullopt, "a value in quotes is a text; leave the quotes out"} : read();
}

}  // namespace

Reading<double> read_real(std::string_view text, const std::string& unit) {
  const auto pieces = split_number(text);
  const std::string mistake = known_mistake(text);
  if (!pieces || !mistake.empty()) {
    return {std::nullopt, mistake};
  }
  if (pieces->leading_zero) {
    return {std::nullopt, leading_zero(text, *pieces)};
  }
  const auto scale = scale_of(pieces->unit, unit);
  if (!scale.value) {
    return {std::nullopt, scale.complaint};
  }
  const std::string number = fmt::format("{}e{}", pieces->mantissa, pieces->exponent + scale.value->exponent);
  double value = 0.0;
  const auto code = std::from_chars(number.data(), number.data() + number.size(), value).ec;
  value *= scale.value->factor;
  if (code != std::errc{} || !std::isfinite(value)) {
    return {std::nullopt, "the number is out of the range of double precision"};
  }
  return {value == 0.0 ? 0.0 : value};  // "-0" is 0: the two compare as equal, and must not be two settings
}

Reading<std::int64_t> read_integer(std::string_view text, const std::string& unit) {
  return read_whole<std::int64_t>(text, unit);
}

Reading<double> read_real(const yaml::Node& node, const std::string& unit) {
  return read_unquoted<double>(node, [&] { return read_real(node.text(), unit); });
}

Reading<std::int64_t> read_integer(const yaml::Node& node, const std::string& unit) {
  return read_unquoted<std::int64_t>(node, [&] { return read_integer(node.text(), unit); });
}

std::optional<double> read_timeout(const yaml::Node& node, yaml::Problems& problems) {
  // The limit is far below the range of a process's clock and far above any useful time.
  constexpr double most_hours = 8760.0;
  const Reading<double> reading = read_real(node, "s");
  if (reading.value && *reading.value > 0.0 && *reading.value <= most_hours * 3600.0) {
    return reading.value;
  }
  std::vector<std::string> notes{"such as 90 s or 2 h; a run that takes longer is stopped"};
  if (!reading.complaint.empty()) {
    notes.insert(notes.begin(), reading.complaint);
  }
  problems.add(node.mark(),
               fmt::format("'timeout' takes a duration above 0 and at most {:.0f} h, a year; found {}", most_hours,
                           yaml::found_text(node)),
               std::move(notes));
  return std::nullopt;
}

Reading<std::uint64_t> read_seed(std::string_view text) {
  Reading<std::uint64_t> reading = read_whole<std::uint64_t>(text, "1");
  // A result file stores the seed as a signed number.
  if (reading.value && *reading.value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return {std::nullopt, "the number is out of range"};
  }
  return reading;
}

Reading<std::uint64_t> read_seed(const yaml::Node& node) {
  return read_unquoted<std::uint64_t>(node, [&] { return read_seed(node.text()); });
}

const TimeUnit* time_unit(std::string_view name) {
  const auto found = std::ranges::find(time_units, name, &TimeUnit::name);
  return found == time_units.end() ? nullptr : &*found;
}

std::string unit_meant(std::string_view word) {
  struct Name {
    std::string_view word;
    std::string_view unit;
  };
  constexpr std::array names{Name{"nsec", "ns"},        Name{"nanosecond", "ns"},  Name{"usec", "us"},
                             Name{"microsecond", "us"}, Name{"\u00b5s", "us"},     Name{"\u03bcs", "us"},
                             Name{"msec", "ms"},        Name{"millisecond", "ms"}, Name{"sec", "s"},
                             Name{"second", "s"},       Name{"mins", "min"},       Name{"minute", "min"},
                             Name{"hr", "h"},           Name{"hour", "h"}};
  for (const Name& name : names) {
    const bool plural = word.size() == name.word.size() + 1 && word.ends_with('s');
    if (edit_distance(plural ? word.substr(0, name.word.size()) : word, name.word) == 0) {
      return std::string(name.unit);
    }
  }
  const auto other_case =
      std::ranges::find_if(time_units, [&](const TimeUnit& unit) { return edit_distance(unit.name, word) == 0; });
  return other_case == time_units.end() ? "" : std::string(other_case->name);
}

std::vector<std::string> units_of(const std::string& unit) {
  if (unit == "s") {
    std::vector<std::string> names;
    std::ranges::transform(time_units, std::back_inserter(names),
                           [](const TimeUnit& time) { return std::string(time.name); });
    return names;
  }
  return unit.empty() || unit == "1" ? std::vector<std::string>{} : std::vector{unit};
}

}  // namespace engram::values
