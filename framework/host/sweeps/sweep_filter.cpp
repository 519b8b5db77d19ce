#include "sweeps/sweep_filter.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sweeps/exclusion.hpp"
#include "sweeps/formula.hpp"
#include "values/decimal.hpp"
#include "values/declaration.hpp"
#include "values/quantity.hpp"
#include "yaml/path.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

namespace {

bool is_number(const values::Declaration& declaration) {
  constexpr std::array numbers{ValueType::integer, ValueType::real, ValueType::integers, ValueType::reals};
  return declaration.form == values::Declaration::Form::value &&
         std::ranges::find(numbers, declaration.parameter.type) != numbers.end();
}

/// The power of seconds of a parameter's unit; std::nullopt if it is neither a duration nor a pure number.
std::optional<double> power_of_seconds(const std::string& unit) {
  return unit == "s" ? std::optional(1.0) : unit == "1" || unit.empty() ? std::optional(0.0) : std::nullopt;
}

/// A number or a duration in a spec. One that no plugin declares may be either if it has no unit.
std::optional<Measure> measure_of(const yaml::Node& node, const std::optional<values::Declaration>& declaration) {
  if (!node.is_scalar() || node.quoted() || (declaration && !is_number(*declaration))) {
    return std::nullopt;
  }
  const auto declared = declaration ? power_of_seconds(declaration->parameter.unit) : std::nullopt;
  if (const auto pure = values::read_real(node.text(), "1").value) {
    return Measure::of(values::read_decimal(node.text()), *pure, declared);
  }
  const auto duration = values::read_real(node.text(), "s").value;
  return duration ? std::optional{Measure::of(values::read_decimal(node.text()), *duration, 1.0)} : std::nullopt;
}

/// The place of a piece of a text if the file has the text unchanged; otherwise the place of the whole text.
yaml::Mark within(const yaml::Node& text, std::size_t at, std::size_t length) {
  yaml::Mark mark = text.mark();
  if (!mark.is_in_file()) {
    return mark;
  }
  std::string_view rest = yaml::line_of(mark.source->text, mark.line);
  rest.remove_prefix(std::min(static_cast<std::size_t>(mark.column - 1), rest.size()));
  const std::size_t quote = rest.starts_with('"') || rest.starts_with('\'') ? 1 : 0;
  if (rest.substr(std::min(quote, rest.size())).starts_with(text.text())) {
    mark.column += static_cast<int>(quote + at);
    mark.length = static_cast<int>(length);
  }
  return mark;
}

/// A formula that is read once; its paths are looked up in each cell.
class Condition {
 public:
  Condition(yaml::Node text, const std::vector<std::string>& names, Declarations& declarations)
      : text_(std::move(text)), declarations_(declarations) {
    if (!text_.is_scalar()) {
      mistakes_.add(text_.mark(), "a condition is a text; found " + yaml::found_text(text_),
                    {"such as `patterns.count <= 0.14 * patterns.size`"});
      return;
    }
    try {
      formula_.emplace(text_.text(), names);
      for (const FormulaPath& path : formula_->paths()) {
        const yaml::Mark mark = within(text_, path.at, path.name.size());
        if (auto steps = yaml::parse_path(path.name, mark, mistakes_)) {
          paths_.push_back({path.name, std::move(*steps), mark});
        }
      }
    } catch (const FormulaError& error) {
      add(error, mistakes_);
    }
  }

  [[nodiscard]] bool holds(const yaml::Node& tree, yaml::Problems& problems) {
    if (!mistakes_.empty()) {
      problems.add(mistakes_);
      return true;
    }
    if (!look_up(tree, problems)) {
      return true;
    }
    try {
      return formula_->holds(values_);
    } catch (const FormulaError& error) {
      add(error, problems);
      return true;
    }
  }

  void add_paths(std::vector<std::string>& paths) const {
    std::ranges::transform(paths_, std::back_inserter(paths), &Path::name);
  }

 private:
  struct Path {
    std::string name;
    std::vector<yaml::Step> steps;
    yaml::Mark mark;
  };

  void add(const FormulaError& error, yaml::Problems& problems) const {
    problems.add(within(text_, error.at(), error.length()), error.what(), error.notes());
  }

  /// Finds the values of all paths. A path with a word as its value is reported first, since a missing path is then
  /// probably a word to compare it with.
  [[nodiscard]] bool look_up(const yaml::Node& tree, yaml::Problems& problems) {
    values_.clear();
    std::vector<const Path*> missing;
    for (const Path& path : paths_) {
      const yaml::Node* node = yaml::node_at(tree, path.steps);
      const auto value = node == nullptr ? std::nullopt : measure_of(*node, declarations_.at(tree, path.steps));
      if (node != nullptr && !value) {
        problems.add(path.mark, yaml::in_quotes(path.name) + " is not a number here: " + yaml::found_text(*node),
                     {"`exclude: [{" + path.name + ": VALUE}]` leaves out cells by a word"});
        return false;
      }
      if (node == nullptr) {
        missing.push_back(&path);
      }
      values_.push_back(value.value_or(Measure{}));
    }
    for (const Path* path : missing) {
      refuse_missing(tree, path->name, path->mark, problems);
    }
    return missing.empty();
  }

  yaml::Node text_;
  Declarations& declarations_;
  std::optional<Formula> formula_;
  std::vector<Path> paths_;
  yaml::Problems mistakes_;  ///< mistakes in the text itself, the same for every cell
  std::vector<Measure> values_;
};

/// Adds the names of items that a condition would take for a subtraction.
void add_names_with_minus(const yaml::Node& node, std::set<std::string>& names) {
  for (const yaml::Node::Entry& entry : node.entries()) {
    add_names_with_minus(entry.value, names);
  }
  for (const yaml::Node& item : node.items()) {
    if (std::string name = yaml::name_of_item(item); name.find('-') != std::string::npos) {
      names.insert(std::move(name));
    }
    add_names_with_minus(item, names);
  }
}

/// The names in all cells that contain a '-', the longest first.
std::vector<std::string> names_with_minus(const Grid& grid, const std::vector<yaml::Node>& conditions) {
  std::set<std::string> names;
  const bool are_needed = std::ranges::any_of(
      conditions, [](const yaml::Node& condition) { return condition.text().find('-') != std::string::npos; });
  for (std::size_t cell = 0; are_needed && cell < grid.size; ++cell) {
    add_names_with_minus(grid.tree(cell), names);
  }
  std::vector<std::string> sorted(names.begin(), names.end());
  std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const std::string& name) { return name.size(); });
  return sorted;
}

}  // namespace

Filtered filtered(const Grid& grid, const Filters& filters, const Catalogue& catalogue, yaml::Problems& problems) {
  Declarations declarations(grid, catalogue);
  const std::vector<std::string> names = names_with_minus(grid, filters.conditions);
  std::vector<Condition> conditions;
  std::ranges::transform(filters.conditions, std::back_inserter(conditions),
                         [&](const yaml::Node& text) { return Condition(text, names, declarations); });
  std::vector<Exclusion> exclusions;
  std::ranges::transform(filters.exclusions, std::back_inserter(exclusions),
                         [&](const yaml::Node& node) { return Exclusion(node, declarations); });
  Filtered result;
  for (std::size_t cell = 0; cell < grid.size; ++cell) {
    const yaml::Node tree = grid.tree(cell);
    bool is_kept = true;
    for (Condition& condition : conditions) {
      is_kept = condition.holds(tree, problems) && is_kept;
    }
    for (Exclusion& exclusion : exclusions) {
      is_kept = !exclusion.holds(tree, cell, grid, problems) && is_kept;
    }
    if (is_kept) {
      result.kept.push_back(cell);
    }
  }
  for (const Condition& condition : conditions) {
    condition.add_paths(result.paths);
  }
  for (const Exclusion& exclusion : exclusions) {
    std::ranges::transform(exclusion.node().entries(), std::back_inserter(result.paths), &yaml::Node::Entry::key);
    exclusion.check(grid, filters.may_be_idle, problems);
    if (exclusion.has_matched()) {
      result.exclusions.push_back(exclusion.node());
    }
  }
  return result;
}

void refuse_idle_filters(const yaml::Node& sweep, yaml::Problems& problems) {
  const auto is_filter = [](const yaml::Node::Entry& entry) {
    return entry.key == "where" || entry.key == "exclude";
  };
  const bool sweeps = !std::ranges::all_of(sweep.entries(), is_filter);
  for (const yaml::Node::Entry& entry : sweep.entries()) {
    if (is_filter(entry) && !sweeps) {
      problems.add(entry.key_mark, "'" + entry.key + "' leaves out cells of a sweep, and nothing is swept",
                   {"write a path beside it, such as `seed: {from: 1, to: 20}`; cases are removed by hand"});
    } else if (is_filter(entry) && entry.value.is_sequence() && entry.value.items().empty()) {
      problems.add(entry.value.mark(), "'" + entry.key + "' is empty and leaves out nothing",
                   {"write a condition, or leave '" + entry.key + "' out"});
    }
  }
}

}  // namespace engram::sweeps
