#include "sweeps/sweep_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "values/decimal.hpp"
#include "values/quantity.hpp"
#include "yaml/notes.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

namespace {

/// A number of a range, and its unit: "1" or "s".
struct Quantity {
  double value;
  std::string unit;
  std::optional<values::Decimal> decimal;  ///< the exact value; unset if it has too many digits

  /// More precise than a double, so that numbers computed from it round to the number a person would write.
  [[nodiscard]] long double precise() const {
    if (!decimal) {
      return value;
    }
    const long double power = std::pow(10.0L, static_cast<long double>(std::abs(decimal->exponent)));
    const auto units = static_cast<long double>(decimal->units);
    return decimal->exponent < 0 ? units / power : units * power;
  }
};

/// Compares exactly if possible, since neighbouring whole numbers beyond 2^53 are the same double.
bool lies_above(const Quantity& a, const Quantity& b) {
  const auto way = a.decimal && b.decimal ? values::Progression::in_parts(*a.decimal, *b.decimal, 1) : std::nullopt;
  return way ? way->increment < 0 : a.value > b.value;
}

std::string with_unit(const std::string& number, const std::string& unit) {
  return number + (unit == "s" ? " s" : "");
}

/// Whether a number is written with digits only: 1, not 1.0.
bool is_plain_whole(const std::string& text) {
  return text.find_first_not_of("+-0123456789") == std::string::npos;
}

class ValuesReader {
 public:
  explicit ValuesReader(yaml::Problems& problems) : problems_(problems) {}

  std::optional<SweptValues> read(const yaml::Node& node) {
    SweptValues values;
    const bool read = node.is_sequence()  ? read_list(node, values)
                      : node.is_mapping() ? read_range(node, values)
                                          : refuse(node);
    return read ? std::optional{std::move(values)} : std::nullopt;
  }

  /// The span of a range, for samples.
  std::optional<SweptSpan> read_span(const yaml::Node& range) {
    const std::vector<std::string> keys{"from", "to", "scale"};
    const auto ends = known_keys(range, keys) ? ends_of(range) : std::nullopt;
    const auto log = ends ? log_of(range, ends->first) : std::nullopt;
    if (!log) {
      return std::nullopt;
    }
    return SweptSpan{ends->first.precise(), ends->second.precise(), ends->first.unit, *log, whole_ends(range)};
  }

 private:
  bool refuse(const yaml::Node& node) {
    problems_.add(node.mark(), "a swept path takes a list of values or a range; found " + yaml::found_text(node),
                  {"such as [1, 2, 5] or {from: 1, to: 20} or {from: 10 ms, to: 1 s, count: 5, scale: log}"});
    return false;
  }

  bool read_list(const yaml::Node& list, SweptValues& axis) {
    if (list.items().empty()) {
      problems_.add(list.mark(), "a sweep over no values runs nothing", {"give at least one value"});
      return false;
    }
    axis.values = list.items();
    axis.listed = true;
    return true;
  }

  bool read_range(const yaml::Node& range, SweptValues& axis) {
    const auto ends = known_keys(range, {"from", "to", "step", "count", "scale"}) ? ends_of(range) : std::nullopt;
    const auto numbers = ends ? numbers_of(range, ends->first, ends->second) : std::nullopt;
    if (!numbers) {
      return false;
    }
    for (std::size_t at = 0; at < numbers->size(); ++at) {
      const std::string& number = (*numbers)[at];
      if (at > 0 && number == (*numbers)[at - 1]) {
        problems_.add(range.mark(), "neighbouring values of the range are the same number, " + number,
                      {"double precision has no further numbers between them: ask for fewer, or for a wider range"});
        return false;
      }
      axis.values.push_back(yaml::Node::scalar(range.mark(), with_unit(number, ends->first.unit), false));
    }
    return true;
  }

  /// The ends of a range that is written as 1 and 40, not as 1.0 and 40.0; samples of it are whole numbers too.
  static std::optional<std::pair<std::int64_t, std::int64_t>> whole_ends(const yaml::Node& range) {
    const std::string& from = range.find("from")->value.text();
    const std::string& to = range.find("to")->value.text();
    if (!is_plain_whole(from) || !is_plain_whole(to)) {
      return std::nullopt;
    }
    const auto first = values::read_integer(from, "1").value;
    const auto last = values::read_integer(to, "1").value;
    return first && last ? std::optional{std::pair{*first, *last}} : std::nullopt;
  }

  bool known_keys(const yaml::Node& range, const std::vector<std::string>& keys) {
    for (const yaml::Node::Entry& entry : range.entries()) {
      if (std::ranges::find(keys, entry.key) == keys.end()) {
        problems_.add(entry.key_mark, "a range has no key " + yaml::in_quotes(entry.key),
                      yaml::notes_on(entry.key, keys));
        return false;
      }
    }
    return true;
  }

  std::optional<std::pair<Quantity, Quantity>> ends_of(const yaml::Node& range) {
    const auto from = quantity(range, "from");
    const auto to = quantity(range, "to");
    if (!from || !to) {
      return std::nullopt;
    }
    if (from->unit != to->unit || lies_above(*from, *to)) {
      problems_.add(range.find("to")->value.mark(), from->unit != to->unit ? "'from' and 'to' must have the same unit"
                                                                           : "'to' must not be below 'from'");
      return std::nullopt;
    }
    return std::pair{*from, *to};
  }

  std::optional<Quantity> quantity(const yaml::Node& range, const std::string& key) {
    const yaml::Node::Entry* entry = range.find(key);
    if (entry == nullptr) {
      problems_.add(range.mark(), "a range needs '" + key + "'", {"such as {from: 1, to: 20}"});
      return std::nullopt;
    }
    std::vector<std::string> notes;
    for (const char* unit : {"1", "s"}) {
      const auto reading = values::read_real(entry->value, unit);
      if (reading.value) {
        return Quantity{*reading.value, unit, values::read_decimal(entry->value.text())};
      }
      notes.assign(reading.complaint.empty() ? 0 : 1, reading.complaint);
    }
    problems_.add(entry->value.mark(),
                  "'" + key + "' of a range takes a number or a duration; found " + yaml::found_text(entry->value),
                  std::move(notes));
    return std::nullopt;
  }

  /// Whether the range is on a log scale.
  std::optional<bool> log_of(const yaml::Node& range, const Quantity& from) {
    const yaml::Node::Entry* scale = range.find("scale");
    const bool log = scale != nullptr && scale->value.text() == "log";
    if (scale != nullptr && !log && scale->value.text() != "linear") {
      problems_.add(scale->value.mark(), "'scale' takes linear or log; found " + yaml::found_text(scale->value));
      return std::nullopt;
    }
    if (log && from.value <= 0.0) {
      problems_.add(range.find("from")->value.mark(), "a range on a log scale begins above 0");
      return std::nullopt;
    }
    return log;
  }

  /// The numbers of a range, as texts without a unit.
  std::optional<std::vector<std::string>> numbers_of(const yaml::Node& range, const Quantity& from,
                                                     const Quantity& to) {
    const std::optional<bool> log = log_of(range, from);
    if (!log) {
      return std::nullopt;
    }
    if (const yaml::Node::Entry* entry = range.find("count")) {
      const auto count = values::read_integer(entry->value, "1").value;
      if (!count || *count < 1 || *count > most_swept_values || range.find("step") != nullptr) {
        problems_.add(
            entry->value.mark(),
            fmt::format("'count' takes a whole number from 1 to {}, and excludes 'step'", most_swept_values));
        return std::nullopt;
      }
      return spaced(from, to, *count, *log);
    }
    return stepped(range, from, to, *log);
  }

  static std::vector<std::string> spaced(const Quantity& from, const Quantity& to, std::int64_t count, bool log) {
    const std::int64_t parts = std::max<std::int64_t>(count - 1, 1);
    if (!log && from.decimal && to.decimal) {
      if (const auto progression = values::Progression::in_parts(*from.decimal, *to.decimal, parts)) {
        return texts_of(*progression, count);
      }
    }
    const long double first = from.precise();
    const long double last = to.precise();
    std::vector<std::string> numbers;
    for (std::int64_t i = 0; i < count; ++i) {
      const long double share = static_cast<long double>(i) / static_cast<long double>(parts);
      const long double number = log ? first * std::pow(last / first, share) : first + share * (last - first);
      // The ends are taken from the spec, without the formula's rounding.
      numbers.push_back(values::written(i == 0 ? from.value : i == parts ? to.value : static_cast<double>(number)));
    }
    return numbers;
  }

  static std::vector<std::string> texts_of(const values::Progression& progression, std::int64_t count) {
    std::vector<std::string> numbers;
    for (std::int64_t i = 0; i < count; ++i) {
      numbers.push_back(progression.text(i));
    }
    return numbers;
  }

  /// The step of a range; std::nullopt and a problem if it has no valid step.
  std::optional<Quantity> step_of(const yaml::Node& range, const Quantity& from, const Quantity& to, bool log) {
    const yaml::Node::Entry* entry = range.find("step");
    const bool whole = from.unit == "1" && from.value == std::round(from.value) && to.value == std::round(to.value);
    Quantity step{1.0, from.unit, values::Decimal{1, 0}};
    if (entry != nullptr) {
      const auto given = quantity(range, "step");
      if (!given) {
        return std::nullopt;
      }
      if (given->unit != from.unit) {
        problems_.add(entry->value.mark(), "'from', 'to' and 'step' must have the same unit");
        return std::nullopt;
      }
      step = *given;
    }
    if (log || (entry == nullptr && !whole) || !(step.value > 0.0)) {
      problems_.add(entry == nullptr ? range.mark() : entry->value.mark(),
                    log ? "a range on a log scale needs a 'count'"
                        : "a range needs a 'step' above 0 or a 'count', unless it runs over whole numbers");
      return std::nullopt;
    }
    return step;
  }

  std::optional<std::vector<std::string>> stepped(const yaml::Node& range, const Quantity& from, const Quantity& to,
                                                  bool log) {
    const std::optional<Quantity> step = step_of(range, from, to, log);
    if (!step) {
      return std::nullopt;
    }
    if ((to.value - from.value) / step->value > static_cast<double>(most_swept_values)) {
      problems_.add(range.mark(), fmt::format("the range has more than {} values", most_swept_values));
      return std::nullopt;
    }
    if (from.decimal && to.decimal && step->decimal) {
      const auto progression = values::Progression::by_steps(*from.decimal, *step->decimal);
      const auto steps = values::steps_between(*from.decimal, *to.decimal, *step->decimal);
      if (progression && steps) {
        return texts_of(*progression, static_cast<std::int64_t>(*steps) + 1);
      }
    }
    // These numbers differ too much in size for an exact sum. A thousandth of a step allows for rounding.
    const long double width = step->precise();
    const long double end = to.precise() + width / 1000;
    std::vector<std::string> numbers;
    for (std::int64_t i = 0; from.precise() + static_cast<long double>(i) * width <= end; ++i) {
      numbers.push_back(values::written(static_cast<double>(from.precise() + static_cast<long double>(i) * width)));
    }
    return numbers;
  }

  yaml::Problems& problems_;
};

}  // namespace

std::optional<SweptValues> read_swept_values(const yaml::Node& node, yaml::Problems& problems) {
  return ValuesReader(problems).read(node);
}

std::optional<SweptSpan> read_swept_span(const yaml::Node& range, yaml::Problems& problems) {
  return ValuesReader(problems).read_span(range);
}

bool check_different(const yaml::Node& list, yaml::Problems& problems) {
  std::map<std::string, yaml::Mark> seen;
  for (const yaml::Node& item : list.items()) {
    if (!item.is_scalar()) {
      continue;
    }
    const auto [first, is_new] = seen.emplace(item.text(), item.mark());
    if (!is_new) {
      problems.add(item.mark(), yaml::in_quotes(item.text()) + " is given twice among the values of a sweep",
                   {"the first one is at " + first->second.where()});
      return false;
    }
  }
  return true;
}

std::string SweptSpan::at(double share) const {
  if (!whole) {
    const long double number = log ? from * std::pow(to / from, static_cast<long double>(share))
                                   : from + static_cast<long double>(share) * (to - from);
    return with_unit(number_text(static_cast<double>(number)), unit);
  }
  const auto [first, last] = *whole;
  if (log) {
    return std::to_string(
        std::llround(std::clamp(from * std::pow(to / from, static_cast<long double>(share)), from, to)));
  }
  // Computed exactly, since a double cannot count beyond 2^53; the share has 53 binary digits.
  constexpr int digits = 53;
  const values::Int128 width = values::Int128{last} - first + 1;
  const auto part = static_cast<values::Int128>(std::ldexp(share, digits));
  return std::to_string(static_cast<std::int64_t>(first + ((part * width) >> digits)));
}

}  // namespace engram::sweeps
