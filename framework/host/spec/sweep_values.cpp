#include "spec/sweep_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "spec/notes.hpp"
#include "spec/path.hpp"
#include "spec/quantity.hpp"
#include "spec/text.hpp"

namespace engram::spec {

namespace {

/// A number of a range, and its unit: "1" or "s".
struct Quantity {
  double value;
  std::string unit;
};

class ValuesReader {
 public:
  explicit ValuesReader(Problems& problems) : problems_(problems) {}

  std::optional<SweptValues> read(const Node& node) {
    SweptValues values;
    const bool read = node.is_sequence()  ? read_list(node, values)
                      : node.is_mapping() ? read_range(node, values)
                                          : refuse(node);
    return read ? std::optional{std::move(values)} : std::nullopt;
  }

  /// What a range spans, for samples.
  std::optional<SweptSpan> read_span(const Node& range) {
    const std::vector<std::string> keys{"from", "to", "scale"};
    const auto ends = known_keys(range, keys) ? ends_of(range) : std::nullopt;
    const auto log = ends ? log_of(range, ends->first) : std::nullopt;
    if (!log) {
      return std::nullopt;
    }
    // Written as 1 and 40, not as 1.0 and 40.0: a sample of it is a whole number too.
    const auto whole = [&](const char* key) {
      return range.find(key)->value.text().find_first_not_of("+-0123456789") == std::string::npos;
    };
    return SweptSpan{ends->first.value, ends->second.value, ends->first.unit, *log, whole("from") && whole("to")};
  }

 private:
  bool refuse(const Node& node) {
    problems_.add(node.mark(), "a swept path takes a list of values or a range; found " + found_text(node),
                  {"such as [1, 2, 5] or {from: 1, to: 20} or {from: 10 ms, to: 1 s, count: 5, scale: log}"});
    return false;
  }

  bool read_list(const Node& list, SweptValues& axis) {
    if (list.items().empty()) {
      problems_.add(list.mark(), "a sweep over no values runs nothing", {"give at least one value"});
      return false;
    }
    for (const Node& item : list.items()) {
      std::string word = item.is_scalar() ? item.text() : name_of_item(item);
      if (word.empty()) {
        word = fmt::format("{}", axis.words.size());
      }
      if (std::ranges::find(axis.words, word) != axis.words.end()) {
        if (item.is_scalar()) {
          problems_.add(item.mark(), in_quotes(word) + " stands twice among the values of a sweep");
          return false;
        }
        word += fmt::format("{}", axis.words.size());
      }
      axis.words.push_back(std::move(word));
      axis.values.push_back(item);
    }
    return true;
  }

  bool read_range(const Node& range, SweptValues& axis) {
    const auto ends = known_keys(range, {"from", "to", "step", "count", "scale"}) ? ends_of(range) : std::nullopt;
    const auto numbers = ends ? numbers_of(range, ends->first, ends->second) : std::nullopt;
    if (!numbers) {
      return false;
    }
    for (const double number : *numbers) {
      axis.words.push_back(quantity_text(number, ends->first.unit));
      axis.values.push_back(Node::scalar(range.mark(), axis.words.back(), false));
    }
    return true;
  }

  bool known_keys(const Node& range, const std::vector<std::string>& keys) {
    for (const Node::Entry& entry : range.entries()) {
      if (std::ranges::find(keys, entry.key) == keys.end()) {
        problems_.add(entry.key_mark, "a range has no key " + in_quotes(entry.key), notes_on(entry.key, keys));
        return false;
      }
    }
    return true;
  }

  std::optional<std::pair<Quantity, Quantity>> ends_of(const Node& range) {
    const auto from = quantity(range, "from");
    const auto to = quantity(range, "to");
    if (!from || !to) {
      return std::nullopt;
    }
    if (from->unit != to->unit || from->value > to->value) {
      problems_.add(range.find("to")->value.mark(), from->unit != to->unit ? "'from' and 'to' must have the same unit"
                                                                           : "'to' must not be below 'from'");
      return std::nullopt;
    }
    return std::pair{*from, *to};
  }

  std::optional<Quantity> quantity(const Node& range, const std::string& key) {
    const Node::Entry* entry = range.find(key);
    if (entry == nullptr) {
      problems_.add(range.mark(), "a range needs '" + key + "'", {"such as {from: 1, to: 20}"});
      return std::nullopt;
    }
    for (const char* unit : {"1", "s"}) {
      if (const auto reading = read_real(entry->value.text(), unit); reading.value) {
        return Quantity{*reading.value, unit};
      }
    }
    problems_.add(entry->value.mark(),
                  "'" + key + "' of a range takes a number or a duration; found " + found_text(entry->value));
    return std::nullopt;
  }

  /// Whether the range runs on a log scale.
  std::optional<bool> log_of(const Node& range, const Quantity& from) {
    const Node::Entry* scale = range.find("scale");
    const bool log = scale != nullptr && scale->value.text() == "log";
    if (scale != nullptr && !log && scale->value.text() != "linear") {
      problems_.add(scale->value.mark(), "'scale' takes linear or log; found " + found_text(scale->value));
      return std::nullopt;
    }
    if (log && from.value <= 0.0) {
      problems_.add(range.find("from")->value.mark(), "a range on a log scale begins above 0");
      return std::nullopt;
    }
    return log;
  }

  std::optional<std::vector<double>> numbers_of(const Node& range, const Quantity& from, const Quantity& to) {
    const std::optional<bool> log_scale = log_of(range, from);
    if (!log_scale) {
      return std::nullopt;
    }
    const bool log = *log_scale;
    if (const Node::Entry* entry = range.find("count")) {
      const auto count = read_integer(entry->value.text(), "1").value;
      if (!count || *count < 1 || *count > most_swept_values || range.find("step") != nullptr) {
        problems_.add(
            entry->value.mark(),
            fmt::format("'count' takes a whole number from 1 to {}, and excludes 'step'", most_swept_values));
        return std::nullopt;
      }
      return spaced(from.value, to.value, *count, log);
    }
    return stepped(range, from, to, log);
  }

  static std::vector<double> spaced(double from, double to, std::int64_t count, bool log) {
    std::vector<double> numbers;
    for (std::int64_t i = 0; i < count; ++i) {
      const double share = count == 1 ? 0.0 : static_cast<double>(i) / static_cast<double>(count - 1);
      // Twelve digits: what a person would write, and not the rounding of the formula.
      const double number = log ? from * std::pow(to / from, share) : from + share * (to - from);
      numbers.push_back(std::stod(fmt::format("{:.12g}", number)));
    }
    return numbers;
  }

  std::optional<std::vector<double>> stepped(const Node& range, const Quantity& from, const Quantity& to, bool log) {
    const Node::Entry* entry = range.find("step");
    const bool whole = from.unit == "1" && from.value == std::round(from.value) && to.value == std::round(to.value);
    double step = 1.0;
    if (entry != nullptr) {
      step = read_real(entry->value.text(), from.unit).value.value_or(0.0);
    }
    if (log || (entry == nullptr && !whole) || !(step > 0.0)) {
      problems_.add(entry == nullptr ? range.mark() : entry->value.mark(),
                    log ? "a range on a log scale needs a 'count'"
                        : "a range needs a 'step' above 0 or a 'count', unless it runs over whole numbers");
      return std::nullopt;
    }
    if ((to.value - from.value) / step > static_cast<double>(most_swept_values)) {
      problems_.add(range.mark(), fmt::format("the range has more than {} values", most_swept_values));
      return std::nullopt;
    }
    std::vector<double> numbers;
    for (int i = 0; from.value + i * step <= to.value + 1e-9 * step; ++i) {
      numbers.push_back(std::stod(fmt::format("{:.12g}", from.value + i * step)));
    }
    return numbers;
  }

  Problems& problems_;
};

}  // namespace

std::optional<SweptValues> read_swept_values(const Node& node, Problems& problems) {
  return ValuesReader(problems).read(node);
}

std::optional<SweptSpan> read_swept_span(const Node& range, Problems& problems) {
  return ValuesReader(problems).read_span(range);
}

std::string quantity_text(double number, const std::string& unit) {
  return number_text(number) + (unit == "s" ? " s" : "");
}

}  // namespace engram::spec
