#include "specification/cell_choice.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "sweeps/setting_path.hpp"
#include "values/known_values.hpp"

namespace engram::specification {

namespace {

constexpr std::string_view first_place = "first";
constexpr std::string_view last_place = "last";

bool is_place(const std::string& text) {
  return text == first_place || text == last_place;
}

/// "; did you mean 'a'? cases: a, b".
std::string hint(const std::string& near, const std::string& what, const std::vector<std::string>& words) {
  return fmt::format("; {}{}{}: {}", near, near.empty() ? "" : " ", what, values::some_of(words));
}

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

/// A plugin name matches the plugin with any settings: "tanh" matches "tanh(gain=0.3)".
bool is_plugin_of(const std::string& name, const std::string& word) {
  return word.size() > name.size() && word.starts_with(name) && word[name.size()] == '(';
}

/// One path of an axis.
struct Along {
  std::size_t axis;
  std::optional<std::size_t> path;  ///< unset for the axis as a whole, such as a sample
};

class Choice {
 public:
  Choice(const Cells& cells, const std::string& case_name, const NamedTexts& at)
      : cells_(cells), case_name_(case_name), at_(at) {}

  std::string label() {
    if (cells_.axes().empty()) {
      throw RequestError(fmt::format("at: nothing is swept, so there is no '{}' to choose a cell by",
                                     at_.empty() ? std::string("seed") : at_.front().first));
    }
    take_case();
    // Values choose first. The order among them does not matter, but `first` and `last` depend on the cells that are
    // left.
    for (const bool places : {false, true}) {
      for (const auto& [path, text] : at_) {
        if (is_place(text) == places) {
          narrow(along(path), path, text);
        }
      }
    }
    return cells_.label(left_.front());
  }

 private:
  void take_case() {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
      const std::string name = cells_.case_name(cell);
      if (name == case_name_ || case_name_.empty()) {
        left_.push_back(cell);
      }
      if (seen.insert(name).second) {
        names.push_back(name);
      }
    }
    if (case_name_.empty() && names.size() > 1) {
      throw RequestError(fmt::format("at: the panel does not name its case; cases: {}", values::some_of(names)));
    }
    if (left_.empty()) {
      refuse_case(names);
    }
  }

  [[noreturn]] void refuse_case(const std::vector<std::string>& names) const {
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
      if (cells_.label(cell) == case_name_) {
        const std::string name = cells_.case_name(cell);
        throw RequestError(fmt::format(
            "at: case '{}' is one cell already, and `at` chooses among the cells of a case; {}", case_name_,
            name.empty() ? "leave `case` out" : fmt::format("write case: {}, or leave `at` out", name)));
      }
    }
    if (names.size() == 1 && names.front().empty()) {
      throw RequestError(fmt::format("there is no case '{}': the sweep has no cases; leave `case` out", case_name_));
    }
    throw RequestError(
        fmt::format("there is no case '{}'{}", case_name_, hint(did_you_mean(case_name_, names), "cases", names)));
  }

  [[nodiscard]] Along along(const std::string& path) const {
    std::vector<std::string> known;
    for (std::size_t number = 0; number < cells_.axes().size(); ++number) {
      const Axis& axis = cells_.axes()[number];
      for (std::size_t at = 0; at < axis.paths.size(); ++at) {
        if (path == axis.paths[at] || sweeps::setting_path(path) == axis.settings[at] ||
            sweeps::setting_path(path) == sweeps::setting_path(axis.paths[at])) {
          return {number, at};
        }
        known.push_back(axis.paths[at]);
      }
      if (path == axis.name) {
        return {number, std::nullopt};
      }
    }
    // The user may have copied tau_v from a label, while the sweep has model.tau_v.
    const auto longer = std::ranges::find_if(
        known, [&](const std::string& each) { return sweeps::setting_path(each).ends_with("." + path); });
    throw RequestError(fmt::format(
        "at: '{}' is not swept{}", path,
        hint(longer == known.end() ? did_you_mean(path, known) : fmt::format("did you mean '{}'?", *longer), "swept",
             known)));
  }

  /// The words of the points of an axis for one of its paths.
  [[nodiscard]] std::vector<std::string> words_along(const Along& along) const {
    const Axis& axis = cells_.axes()[along.axis];
    if (!along.path) {
      return axis.labels;
    }
    return axis.words[*along.path].empty() ? axis.values[*along.path] : axis.words[*along.path];
  }

  [[nodiscard]] std::set<std::size_t> points_of(const Along& along, const std::string& path,
                                                const std::string& text) const {
    const std::vector<std::string> words = words_along(along);
    std::set<std::size_t> points;
    const auto take = [&](const auto& fits) {
      for (std::size_t point = 0; point < words.size(); ++point) {
        if (fits(words[point])) {
          points.insert(point);
        }
      }
      return !points.empty();
    };
    if (take([&](const std::string& word) { return word == text; }) ||
        take([&](const std::string& word) { return values::is_same_number(word, text); }) ||
        take([&](const std::string& word) { return without_spaces(word) == without_spaces(text); })) {
      return points;
    }
    if (take([&](const std::string& word) { return is_plugin_of(text, word); })) {
      if (points.size() > 1) {
        std::vector<std::string> meant;
        std::ranges::transform(points, std::back_inserter(meant), [&](std::size_t point) { return words[point]; });
        throw RequestError(
            fmt::format("at: '{}' stands for several values of '{}': {}", text, path, values::some_of(meant)));
      }
      return points;
    }
    const std::string near = values::near_value(text, words);
    throw RequestError(fmt::format("at: '{}' has no value {}{}{}", path, text.empty() ? "''" : text,
                                   hint(near, "values", words), near.empty() ? ", or first and last" : ""));
  }

  void narrow(const Along& along, const std::string& path, const std::string& text) {
    const auto place = [&](std::size_t cell) { return cells_.position(cell)[along.axis + 1]; };
    std::set<std::size_t> points;
    if (is_place(text)) {
      const auto [least, greatest] = std::ranges::minmax(left_, {}, place);
      points.insert(place(text == first_place ? least : greatest));
    } else {
      points = points_of(along, path, text);
    }
    std::erase_if(left_, [&](std::size_t cell) { return !points.contains(place(cell)); });
    if (left_.empty()) {
      std::vector<std::string> chosen;
      for (const auto& [other, value] : at_) {
        chosen.push_back(fmt::format("{} {}", other, value));
      }
      throw RequestError(fmt::format("at: no cell{} has {}: the sweep leaves that combination out",
                                     case_name_.empty() ? "" : fmt::format(" of case '{}'", case_name_),
                                     join(chosen, " and ")));
    }
  }

  const Cells& cells_;
  const std::string& case_name_;
  const NamedTexts& at_;
  std::vector<std::size_t> left_;
};

}  // namespace

std::string choose_cell(const Cells& cells, const std::string& case_name, const NamedTexts& at) {
  return Choice(cells, case_name, at).label();
}

}  // namespace engram::specification
