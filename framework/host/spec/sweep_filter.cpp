#include "spec/sweep_filter.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/words.hpp>

#include "spec/decimal.hpp"
#include "spec/declaration.hpp"
#include "spec/formula.hpp"
#include "spec/known_values.hpp"
#include "spec/notes.hpp"
#include "spec/path.hpp"
#include "spec/quantity.hpp"
#include "spec/text.hpp"
#include "spec/value_reader.hpp"

namespace engram::spec {

namespace {

using Form = Declaration::Form;

/// Finds the declarations of paths. A cell without one, such as the gain of an activation that has none, takes it
/// from another cell.
class Declarations {
 public:
  Declarations(const Grid& grid, const Catalogue& catalogue) : grid_(grid), catalogue_(catalogue) {}

  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }

  std::optional<Declaration> at(const Node& tree, const std::vector<Step>& steps) {
    if (auto found = declaration_at(tree, steps, catalogue_)) {
      return found;
    }
    const auto [known, is_new] = elsewhere_.try_emplace(path_text(steps, 0, steps.size()));
    for (std::size_t cell = 0; is_new && !known->second && cell < grid_.size; ++cell) {
      known->second = declaration_at(grid_.tree(cell), steps, catalogue_);
    }
    return known->second;
  }

 private:
  const Grid& grid_;
  const Catalogue& catalogue_;
  std::map<std::string, std::optional<Declaration>> elsewhere_;
};

bool is_number(const Declaration& declaration) {
  constexpr std::array numbers{ValueType::integer, ValueType::real, ValueType::integers, ValueType::reals};
  return declaration.form == Form::value && std::ranges::find(numbers, declaration.parameter.type) != numbers.end();
}

/// The power of seconds of a parameter's unit; std::nullopt if it is neither a duration nor a pure number.
std::optional<double> power_of_seconds(const std::string& unit) {
  return unit == "s" ? std::optional(1.0) : unit == "1" || unit.empty() ? std::optional(0.0) : std::nullopt;
}

/// A number or a duration in a spec. One that no plugin declares may be either if it has no unit.
std::optional<Measure> measure_of(const Node& node, const std::optional<Declaration>& declaration) {
  if (!node.is_scalar() || node.quoted() || (declaration && !is_number(*declaration))) {
    return std::nullopt;
  }
  const auto declared = declaration ? power_of_seconds(declaration->parameter.unit) : std::nullopt;
  if (const auto pure = read_real(node.text(), "1").value) {
    return Measure::of(read_decimal(node.text()), *pure, declared);
  }
  const auto duration = read_real(node.text(), "s").value;
  return duration ? std::optional{Measure::of(read_decimal(node.text()), *duration, 1.0)} : std::nullopt;
}

/// Compares a value of an exclusion with values of cells. Both are read as the spec's own values are.
class Matcher {
 public:
  Matcher(const Catalogue& catalogue, const std::string& path) : catalogue_(catalogue), subject_(in_quotes(path)) {}

  /// The mistakes in the exclusion's value, in the cells in which it could not be read.
  [[nodiscard]] const Problems& mistakes() const { return mistakes_; }

  bool is_same(const Node& written, const Node& wanted, const Declaration& declaration) {
    switch (declaration.form) {
      case Form::part:
        return is_same_part(written, wanted, declaration);
      case Form::parts:
        return written.is_sequence() && wanted.is_sequence() &&
               std::ranges::equal(written.items(), wanted.items(), [&](const Node& left, const Node& right) {
                 return is_same_part(left, right, {Form::part, {}, declaration.kind, {}});
               });
      case Form::value:
        break;
    }
    Problems ignored;  // Mistakes in the values of cells are reported with the cells.
    return is_same_value(read_value(written, declaration.parameter, subject_, ignored), wanted,
                         declaration.parameter);
  }

 private:
  bool is_same_value(const std::optional<Value>& value, const Node& wanted, const Parameter& parameter) {
    const auto other = read_value(wanted, parameter, subject_, mistakes_);
    return value && other && *value == *other;
  }

  /// Whether a part has the plugin that an exclusion names, and the values that it gives for parameters.
  bool is_same_part(const Node& written, const Node& wanted, const Declaration& declaration) {
    const Node part = whole_part(written, declaration.kind, catalogue_);
    const Node other = whole_part(wanted, declaration.kind, catalogue_);
    if (!part.is_mapping() || !other.is_mapping()) {
      return part.is_null() && other.is_null();
    }
    const std::string name = plugin_of(part, declaration);
    const PluginInfo* plugin = catalogue_.find(declaration.kind, name);
    return plugin_of(other, declaration) == name &&
           std::ranges::all_of(other.entries(), [&](const Node::Entry& entry) {
             return entry.key == plugin_key || (plugin != nullptr && is_same_setting(part, *plugin, entry));
           });
  }

  static std::string plugin_of(const Node& part, const Declaration& declaration) {
    const Node::Entry* plugin = part.find(plugin_key);
    return plugin == nullptr ? declaration.default_plugin : plugin->value.text();
  }

  bool is_same_setting(const Node& part, const PluginInfo& plugin, const Node::Entry& wanted) {
    const Node::Entry* written = part.find(wanted.key);
    const Parameter* parameter = plugin.find(wanted.key);
    if (wanted.key == label_key) {
      return written != nullptr && written->value.text() == wanted.value.text();
    }
    if (parameter == nullptr) {
      std::vector<std::string> names;
      std::ranges::transform(plugin.parameters, std::back_inserter(names), &Parameter::name);
      mistakes_.add(wanted.key_mark, in_quotes(plugin.name) + " has no parameter " + in_quotes(wanted.key),
                    notes_on(wanted.key, names));
      return false;
    }
    const Declaration declaration = declaration_of(*parameter);
    if (written != nullptr) {
      return is_same(written->value, wanted.value, declaration);
    }
    if (declaration.form == Form::value) {
      return is_same_value(parameter->default_value, wanted.value, *parameter);
    }
    const Mark& mark = wanted.value.mark();
    return is_same(declaration.form == Form::part ? Node::scalar(mark, declaration.default_plugin, false)
                                                  : Node::sequence(mark, {}),
                   wanted.value, declaration);
  }

  const Catalogue& catalogue_;
  std::string subject_;
  Problems mistakes_;
};

void miss(const Node& tree, const std::string& path, const Mark& mark, Problems& problems) {
  std::vector<std::string> notes;
  if (const auto near = nearest_path(tree, path)) {
    notes.push_back("did you mean '" + *near + "'?");
  }
  notes.emplace_back("a filter reads what the spec writes, not defaults: write the value, or sweep it");
  problems.add(mark, "the spec has no value at " + in_quotes(path), std::move(notes));
}

/// The place of a piece of a text if the file has the text unchanged; otherwise the place of the whole text.
Mark within(const Node& text, std::size_t at, std::size_t length) {
  Mark mark = text.mark();
  if (mark.line == 0 || mark.source == nullptr) {
    return mark;
  }
  std::string_view rest = line_of(mark.source->text, mark.line);
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
  Condition(Node text, const std::vector<std::string>& names, Declarations& declarations)
      : text_(std::move(text)), declarations_(declarations) {
    if (!text_.is_scalar()) {
      mistakes_.add(text_.mark(), "a condition is a text; found " + found_text(text_),
                    {"such as `patterns.count <= 0.14 * patterns.size`"});
      return;
    }
    try {
      formula_.emplace(text_.text(), names);
      for (const FormulaPath& path : formula_->paths()) {
        const Mark mark = within(text_, path.at, path.name.size());
        if (auto steps = parse_path(path.name, mark, mistakes_)) {
          paths_.push_back({path.name, std::move(*steps), mark});
        }
      }
    } catch (const FormulaError& error) {
      add(error, mistakes_);
    }
  }

  [[nodiscard]] bool holds(const Node& tree, Problems& problems) {
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
    std::vector<Step> steps;
    Mark mark;
  };

  void add(const FormulaError& error, Problems& problems) const {
    problems.add(within(text_, error.at(), error.length()), error.what(), error.notes());
  }

  /// Finds the values of all paths. A path with a word as its value is reported first, since a missing path is then
  /// probably a word to compare it with.
  [[nodiscard]] bool look_up(const Node& tree, Problems& problems) {
    values_.clear();
    std::vector<const Path*> missing;
    for (const Path& path : paths_) {
      const Node* node = node_at(tree, path.steps);
      const auto value = node == nullptr ? std::nullopt : measure_of(*node, declarations_.at(tree, path.steps));
      if (node != nullptr && !value) {
        problems.add(path.mark, in_quotes(path.name) + " is not a number here: " + found_text(*node),
                     {"`exclude: [{" + path.name + ": VALUE}]` leaves out cells by a word"});
        return false;
      }
      if (node == nullptr) {
        missing.push_back(&path);
      }
      values_.push_back(value.value_or(Measure{}));
    }
    for (const Path* path : missing) {
      miss(tree, path->name, path->mark, problems);
    }
    return missing.empty();
  }

  Node text_;
  Declarations& declarations_;
  std::optional<Formula> formula_;
  std::vector<Path> paths_;
  Problems mistakes_;  ///< mistakes in the text itself, the same for every cell
  std::vector<Measure> values_;
};

/// A combination of values, whose cells are left out.
class Exclusion {
 public:
  Exclusion(const Node& node, Declarations& declarations) : node_(node), declarations_(declarations) {
    for (const Node::Entry& entry : node.entries()) {
      Problems ignored;  // A malformed path leads nowhere, which is reported.
      entries_.push_back({entry, parse_path(entry.key, entry.key_mark, ignored),
                          Matcher(declarations.catalogue(), entry.key), false});
    }
  }

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] bool has_matched() const { return has_matched_; }

  /// Whether a cell is left out.
  bool holds(const Node& tree, std::size_t cell, const Grid& grid, Problems& problems) {
    bool all = !entries_.empty();
    for (Entry& each : entries_) {
      const auto written = node_at_path(tree, each.entry.key);
      if (!written) {
        miss(tree, each.entry.key, each.entry.key_mark, problems);
      }
      const bool fits = written && this->fits(*written, tree, grid.word(cell, each.entry.key), each);
      each.has_matched = each.has_matched || fits;
      all = all && fits;
    }
    has_matched_ = has_matched_ || all;
    return all;
  }

  /// Reports values that cannot be read, and unless `may_be_idle`, an exclusion that has matched no cell.
  void check(const Grid& grid, bool may_be_idle, Problems& problems) const {
    bool explained = false;
    for (const Entry& each : entries_) {
      if (!each.has_matched && !each.matcher.mistakes().empty()) {
        problems.add(each.matcher.mistakes());
        explained = true;
      } else if (!each.has_matched && !may_be_idle) {
        refuse_idle(each, grid, problems);
        explained = true;
      }
    }
    if (!explained && !has_matched_ && !may_be_idle && !entries_.empty()) {
      problems.add(node_.mark(), "'exclude' leaves out nothing: no cell has all of these values together");
    }
  }

 private:
  struct Entry {
    Node::Entry entry;
    std::optional<std::vector<Step>> steps;
    Matcher matcher;
    bool has_matched;
  };

  bool fits(const Node& written, const Node& tree, const std::string& word, Entry& each) {
    const Node& wanted = each.entry.value;
    if (wanted.is_scalar() && !word.empty() && wanted.text() == word) {
      return true;
    }
    const auto declaration = each.steps ? declarations_.at(tree, *each.steps) : std::nullopt;
    return declaration && each.matcher.is_same(written, wanted, *declaration);
  }

  static void refuse_idle(const Entry& each, const Grid& grid, Problems& problems) {
    std::vector<std::string> values;
    std::set<std::string> known;
    for (std::size_t cell = 0; cell < grid.size; ++cell) {
      const auto written = node_at_path(grid.tree(cell), each.entry.key);
      if (!written) {
        return;  // reported as a path without a value
      }
      const std::string word = grid.word(cell, each.entry.key);
      std::string value = !word.empty() ? word : written->is_mapping() ? name_of_item(*written) : flow_text(*written);
      if (known.insert(value).second) {
        values.push_back(std::move(value));
      }
    }
    const Node& wanted = each.entry.value;
    const std::string text = wanted.is_mapping() ? name_of_item(wanted) : flow_text(wanted);
    std::vector<std::string> notes{"values: " + some_of(values)};
    if (const std::string near = near_value(text, values); !near.empty() && !known.contains(text)) {
      notes.insert(notes.begin(), near);
    }
    problems.add(wanted.mark(),
                 "'exclude' leaves out nothing: no cell has " +
                     (wanted.is_mapping() ? "such a part" : in_quotes(text)) + " at " + in_quotes(each.entry.key),
                 std::move(notes));
  }

  const Node& node_;
  Declarations& declarations_;
  std::vector<Entry> entries_;
  bool has_matched_ = false;
};

/// Adds the names of items that a condition would take for a subtraction.
void add_names_with_minus(const Node& node, std::set<std::string>& names) {
  for (const Node::Entry& entry : node.entries()) {
    add_names_with_minus(entry.value, names);
  }
  for (const Node& item : node.items()) {
    if (std::string name = name_of_item(item); name.find('-') != std::string::npos) {
      names.insert(std::move(name));
    }
    add_names_with_minus(item, names);
  }
}

/// The names in all cells that contain a '-', the longest first.
std::vector<std::string> names_with_minus(const Grid& grid, const std::vector<Node>& conditions) {
  std::set<std::string> names;
  const bool are_needed = std::ranges::any_of(
      conditions, [](const Node& condition) { return condition.text().find('-') != std::string::npos; });
  for (std::size_t cell = 0; are_needed && cell < grid.size; ++cell) {
    add_names_with_minus(grid.tree(cell), names);
  }
  std::vector<std::string> sorted(names.begin(), names.end());
  std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const std::string& name) { return name.size(); });
  return sorted;
}

}  // namespace

Filtered filtered(const Grid& grid, const Filters& filters, const Catalogue& catalogue, Problems& problems) {
  Declarations declarations(grid, catalogue);
  const std::vector<std::string> names = names_with_minus(grid, filters.conditions);
  std::vector<Condition> conditions;
  std::ranges::transform(filters.conditions, std::back_inserter(conditions),
                         [&](const Node& text) { return Condition(text, names, declarations); });
  std::vector<Exclusion> exclusions;
  std::ranges::transform(filters.exclusions, std::back_inserter(exclusions),
                         [&](const Node& node) { return Exclusion(node, declarations); });
  Filtered result;
  for (std::size_t cell = 0; cell < grid.size; ++cell) {
    const Node tree = grid.tree(cell);
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
    std::ranges::transform(exclusion.node().entries(), std::back_inserter(result.paths), &Node::Entry::key);
    exclusion.check(grid, filters.may_be_idle, problems);
    if (exclusion.has_matched()) {
      result.exclusions.push_back(exclusion.node());
    }
  }
  return result;
}

void refuse_idle_filters(const Node& sweep, Problems& problems) {
  const auto is_filter = [](const Node::Entry& entry) { return entry.key == "where" || entry.key == "exclude"; };
  const bool sweeps = !std::ranges::all_of(sweep.entries(), is_filter);
  for (const Node::Entry& entry : sweep.entries()) {
    if (is_filter(entry) && !sweeps) {
      problems.add(entry.key_mark, "'" + entry.key + "' leaves out cells of a sweep, and nothing is swept",
                   {"write a path beside it, such as `seed: {from: 1, to: 20}`; cases are removed by hand"});
    } else if (is_filter(entry) && entry.value.is_sequence() && entry.value.items().empty()) {
      problems.add(entry.value.mark(), "'" + entry.key + "' is empty and leaves out nothing",
                   {"write a condition, or leave '" + entry.key + "' out"});
    }
  }
}

}  // namespace engram::spec
