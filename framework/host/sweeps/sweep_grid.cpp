#include "sweeps/sweep_grid.hpp"

#include <utility>

#include "yaml/text.hpp"

namespace engram::sweeps {

std::optional<values::Declaration> Declarations::at(const yaml::Node& tree, const std::vector<yaml::Step>& steps) {
  if (auto found = values::declaration_at(tree, steps, catalogue_)) {
    return found;
  }
  const auto [known, is_new] = elsewhere_.try_emplace(yaml::path_text(steps, 0, steps.size()));
  for (std::size_t cell = 0; is_new && !known->second && cell < grid_.size; ++cell) {
    known->second = values::declaration_at(grid_.tree(cell), steps, catalogue_);
  }
  return known->second;
}

void refuse_missing(const yaml::Node& tree, const std::string& path, const yaml::Mark& mark,
                    yaml::Problems& problems) {
  std::vector<std::string> notes;
  if (const auto near = yaml::nearest_path(tree, path)) {
    notes.push_back("did you mean '" + *near + "'?");
  }
  notes.emplace_back("a filter reads what the spec writes, not defaults: write the value, or sweep it");
  problems.add(mark, "the spec has no value at " + yaml::in_quotes(path), std::move(notes));
}

}  // namespace engram::sweeps
