#include "spec/sweep_filter.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "spec/formula.hpp"
#include "spec/path.hpp"
#include "spec/quantity.hpp"
#include "spec/text.hpp"

namespace engram::spec {

namespace {

/// A number or a duration in a spec. A number without a unit may be either.
std::optional<Measure> measure_of(const Node& node) {
  if (!node.is_scalar() || node.quoted()) {
    return std::nullopt;
  }
  if (const auto pure = read_real(node.text(), "1").value) {
    return Measure{*pure, std::nullopt};
  }
  const auto duration = read_real(node.text(), "s").value;
  return duration ? std::optional{Measure{*duration, 1.0}} : std::nullopt;
}

bool same(const Node& written, const Node& wanted) {
  if (written.is_mapping() && wanted.is_mapping()) {
    return written.entries().size() == wanted.entries().size() &&
           std::ranges::all_of(written.entries(), [&](const Node::Entry& entry) {
             const Node::Entry* other = wanted.find(entry.key);
             return other != nullptr && same(entry.value, other->value);
           });
  }
  const Node& value = written.is_mapping() && written.find("plugin") != nullptr && wanted.is_scalar()
                          ? written.find("plugin")->value
                          : written;
  if (value.is_scalar() && wanted.is_scalar()) {
    const auto left = measure_of(value);
    const auto right = measure_of(wanted);
    return left && right ? left->value == right->value : value.text() == wanted.text();
  }
  return value.is_sequence() && wanted.is_sequence() && std::ranges::equal(value.items(), wanted.items(), same);
}

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

}  // namespace

/// A formula that is read once; its paths are looked up in each cell.
class SweepFilter::Condition {
 public:
  explicit Condition(Node text) : text_(std::move(text)) {
    if (!text_.is_scalar()) {
      mistakes_.add(text_.mark(), "a condition is a text; found " + found_text(text_),
                    {"such as `patterns.count <= 0.14 * patterns.size`"});
      return;
    }
    try {
      formula_.emplace(text_.text());
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
      const auto value = node == nullptr ? std::nullopt : measure_of(*node);
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
  std::optional<Formula> formula_;
  std::vector<Path> paths_;
  Problems mistakes_;  ///< mistakes in the text itself, the same for every cell
  std::vector<Measure> values_;
};

SweepFilter::SweepFilter(std::vector<Node> conditions, std::vector<Node> exclusions)
    : exclusions_(std::move(exclusions)) {
  for (Node& condition : conditions) {
    conditions_.push_back(std::make_unique<Condition>(std::move(condition)));
  }
}

SweepFilter::~SweepFilter() = default;

bool SweepFilter::keeps(const Node& tree, Problems& problems) const {
  bool kept = true;
  for (const auto& condition : conditions_) {
    kept = condition->holds(tree, problems) && kept;
  }
  for (const Node& exclusion : exclusions_) {
    bool excluded = true;
    for (const Node::Entry& entry : exclusion.entries()) {
      const auto written = node_at_path(tree, entry.key);
      if (!written) {
        miss(tree, entry.key, entry.key_mark, problems);
      }
      excluded = excluded && written && same(*written, entry.value);
    }
    kept = kept && !excluded;
  }
  return kept;
}

std::vector<std::string> SweepFilter::paths() const {
  std::vector<std::string> paths;
  for (const auto& condition : conditions_) {
    condition->add_paths(paths);
  }
  for (const Node& exclusion : exclusions_) {
    std::ranges::transform(exclusion.entries(), std::back_inserter(paths), &Node::Entry::key);
  }
  return paths;
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
