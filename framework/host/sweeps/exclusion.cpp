#include "sweeps/exclusion.hpp"

#include <set>
#include <utility>

#include "values/known_values.hpp"
#include "yaml/text.hpp"

namespace engram::sweeps {

Exclusion::Exclusion(const yaml::Node& node, Declarations& declarations) : node_(node), declarations_(declarations) {
  for (const yaml::Node::Entry& entry : node.entries()) {
    yaml::Problems ignored;  // A malformed path leads nowhere, which is reported.
    entries_.push_back({entry, yaml::parse_path(entry.key, entry.key_mark, ignored),
                        values::ValueMatcher(declarations.catalogue(), entry.key), false});
  }
}

bool Exclusion::holds(const yaml::Node& tree, std::size_t cell, const Grid& grid, yaml::Problems& problems) {
  bool all = !entries_.empty();
  for (Entry& each : entries_) {
    const auto written = yaml::node_at_path(tree, each.entry.key);
    if (!written) {
      refuse_missing(tree, each.entry.key, each.entry.key_mark, problems);
    }
    const bool fits = written && this->fits(*written, tree, grid.word(cell, each.entry.key), each);
    each.has_matched = each.has_matched || fits;
    all = all && fits;
  }
  has_matched_ = has_matched_ || all;
  return all;
}

void Exclusion::check(const Grid& grid, bool may_be_idle, yaml::Problems& problems) const {
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

bool Exclusion::fits(const yaml::Node& written, const yaml::Node& tree, const std::string& word, Entry& each) {
  const yaml::Node& wanted = each.entry.value;
  if (wanted.is_scalar() && !word.empty() && wanted.text() == word) {
    return true;
  }
  const auto declaration = each.steps ? declarations_.at(tree, *each.steps) : std::nullopt;
  return declaration && each.matcher.is_same(written, wanted, *declaration);
}

void Exclusion::refuse_idle(const Entry& each, const Grid& grid, yaml::Problems& problems) {
  std::vector<std::string> values;
  std::set<std::string> known;
  for (std::size_t cell = 0; cell < grid.size; ++cell) {
    const auto written = yaml::node_at_path(grid.tree(cell), each.entry.key);
    if (!written) {
      return;  // reported as a path without a value
    }
    const std::string word = grid.word(cell, each.entry.key);
    std::string value = !word.empty()           ? word
                        : written->is_mapping() ? yaml::name_of_item(*written)
                                                : yaml::flow_text(*written);
    if (known.insert(value).second) {
      values.push_back(std::move(value));
    }
  }
  const yaml::Node& wanted = each.entry.value;
  const std::string text = wanted.is_mapping() ? yaml::name_of_item(wanted) : yaml::flow_text(wanted);
  std::vector<std::string> notes{"values: " + values::some_of(values)};
  if (const std::string near = values::near_value(text, values); !near.empty() && !known.contains(text)) {
    notes.insert(notes.begin(), near);
  }
  problems.add(wanted.mark(),
               "'exclude' leaves out nothing: no cell has " +
                   (wanted.is_mapping() ? "such a part" : yaml::in_quotes(text)) + " at " +
                   yaml::in_quotes(each.entry.key),
               std::move(notes));
}

}  // namespace engram::sweeps
