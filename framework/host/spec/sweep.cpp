#include "spec/sweep.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "spec/notes.hpp"
#include "spec/path.hpp"
#include "spec/quantity.hpp"
#include "spec/sections.hpp"
#include "spec/text.hpp"

namespace engram::spec {

namespace {

constexpr double most_cells = 100'000;

/// A number of a range, and its unit: "1" or "s".
struct Quantity {
  double value;
  std::string unit;
};

class AxisReader {
 public:
  explicit AxisReader(Problems& problems) : problems_(problems) {}

  std::optional<SweepAxis> read(const Node::Entry& entry) {
    const std::string key = entry.key.substr(0, entry.key.find_first_of(".["));
    const std::vector<std::string> allowed = experiment_keys();
    if (std::ranges::find(allowed, key) == allowed.end()) {
      problems_.add(entry.key_mark, "there is no " + in_quotes(key) + " to sweep", notes_on(key, allowed));
      return std::nullopt;
    }
    SweepAxis axis{entry.key, entry.key_mark, {}, {}};
    const bool read = entry.value.is_sequence()  ? read_list(entry.value, axis)
                      : entry.value.is_mapping() ? read_range(entry.value, axis)
                                                 : refuse(entry.value);
    return read ? std::optional{std::move(axis)} : std::nullopt;
  }

 private:
  bool refuse(const Node& node) {
    problems_.add(node.mark(), "a swept path takes a list of values or a range; found " + found_text(node),
                  {"such as [1, 2, 5] or {from: 1, to: 20} or {from: 10 ms, to: 1 s, count: 5, scale: log}"});
    return false;
  }

  bool read_list(const Node& list, SweepAxis& axis) {
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

  bool read_range(const Node& range, SweepAxis& axis) {
    const std::vector<std::string> keys{"from", "to", "step", "count", "scale"};
    for (const Node::Entry& entry : range.entries()) {
      if (std::ranges::find(keys, entry.key) == keys.end()) {
        problems_.add(entry.key_mark, "a range has no key " + in_quotes(entry.key), notes_on(entry.key, keys));
        return false;
      }
    }
    const auto from = quantity(range, "from");
    const auto to = quantity(range, "to");
    if (!from || !to) {
      return false;
    }
    if (from->unit != to->unit || from->value > to->value) {
      problems_.add(range.find("to")->value.mark(), from->unit != to->unit ? "'from' and 'to' must have the same unit"
                                                                           : "'to' must not be below 'from'");
      return false;
    }
    const std::optional<std::vector<double>> numbers = numbers_of(range, *from, *to);
    if (!numbers) {
      return false;
    }
    for (const double number : *numbers) {
      const std::string text = number_text(number) + (from->unit == "s" ? " s" : "");
      axis.values.push_back(Node::scalar(range.mark(), text, false));
      axis.words.push_back(text);
    }
    return true;
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

  std::optional<std::vector<double>> numbers_of(const Node& range, const Quantity& from, const Quantity& to) {
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
    if (const Node::Entry* entry = range.find("count")) {
      const auto count = read_integer(entry->value.text(), "1").value;
      if (!count || *count < 1 || static_cast<double>(*count) > most_cells || range.find("step") != nullptr) {
        problems_.add(entry->value.mark(),
                      fmt::format("'count' takes a whole number from 1 to {}, and excludes 'step'", most_cells));
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
    if ((to.value - from.value) / step > most_cells) {
      problems_.add(range.mark(), fmt::format("the range has more than {} values", most_cells));
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

/// "scale" of "model.initial.scale", or the whole path where another axis ends in the same word.
std::string short_name(const SweepAxis& axis, const std::vector<SweepAxis>& axes) {
  const auto last = [](const std::string& path) { return path.substr(path.find_last_of('.') + 1); };
  const auto same =
      std::ranges::count_if(axes, [&](const SweepAxis& other) { return last(other.path) == last(axis.path); });
  return same > 1 ? axis.path : last(axis.path);
}

/// What may stand in the name of a group: spaces go, anything else that is unusual becomes '_'.
std::string in_label(const std::string& word) {
  std::string text;
  for (const char c : word) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
        std::string_view("_.+-").find(c) != std::string_view::npos) {
      text += c;
    } else if (c != ' ') {
      text += '_';
    }
  }
  return text;
}

}  // namespace

std::vector<SweepAxis> read_sweep(const Node& sweep, Problems& problems) {
  if (!sweep.is_mapping() || sweep.entries().empty()) {
    problems.add(sweep.mark(), "'sweep' takes a mapping of paths, each with its values; found " + found_text(sweep),
                 {"write `sweep: {seed: {from: 1, to: 20}}`"});
    return {};
  }
  std::vector<SweepAxis> axes;
  AxisReader reader(problems);
  for (const Node::Entry& entry : sweep.entries()) {
    std::optional<SweepAxis> axis = reader.read(entry);
    if (!axis) {
      continue;
    }
    for (const SweepAxis& earlier : axes) {
      if (lies_within(axis->path, earlier.path) || lies_within(earlier.path, axis->path)) {
        problems.add(axis->mark,
                     in_quotes(axis->path) + " and " + in_quotes(earlier.path) +
                         " cannot both be swept: one lies within the other",
                     {"the other one is at " + earlier.mark.where()});
      }
    }
    axes.push_back(std::move(*axis));
  }
  return axes;
}

std::vector<CaseTree> sweep_cells(const std::vector<CaseTree>& cases, const std::vector<SweepAxis>& axes,
                                  Problems& problems) {
  double count = static_cast<double>(cases.size());
  for (const SweepAxis& axis : axes) {
    count *= static_cast<double>(axis.values.size());
  }
  if (count > most_cells) {
    problems.add(axes.front().mark,
                 fmt::format("the sweep has {:.0f} cells, and {} are the most", count, most_cells));
    return cases;
  }
  std::vector<CaseTree> cells = cases;
  for (CaseTree& cell : cells) {
    cell.case_name = cell.label;
  }
  for (const SweepAxis& axis : axes) {
    std::vector<CaseTree> wider;
    for (const CaseTree& cell : cells) {
      for (std::size_t at = 0; at < axis.values.size(); ++at) {
        CaseTree next = cell;
        if (auto changed = put(cell.tree, axis.path, axis.values[at], axis.mark, problems)) {
          next.tree = std::move(*changed);
        }
        const bool first = &axis == &axes.front();
        next.label += (cell.label.empty() ? ""
                       : first            ? "."
                                          : ",") +
                      short_name(axis, axes) + "=" + in_label(axis.words[at]);
        wider.push_back(std::move(next));
      }
    }
    cells = std::move(wider);
  }
  return cells;
}

}  // namespace engram::spec
