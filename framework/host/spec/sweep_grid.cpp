#include "spec/sweep_grid.hpp"

#include <utility>

#include "spec/text.hpp"

namespace engram::spec {

std::optional<Declaration> Declarations::at(const Node& tree, const std::vector<Step>& steps) {
  if (auto found = declaration_at(tree, steps, catalogue_)) {
    return found;
  }
  const auto [known, is_new] = elsewhere_.try_emplace(path_text(steps, 0, steps.size()));
  for (std::size_t cell = 0; is_new && !known->second && cell < grid_.size; ++cell) {
    known->second = declaration_at(grid_.tree(cell), steps, catalogue_);
  }
  return known->second;
}

void refuse_missing(const Node& tree, const std::string& path, const Mark& mark, Problems& problems) {
  std::vector<std::string> notes;
  if (const auto near = nearest_path(tree, path)) {
    notes.push_back("did you mean '" + *near + "'?");
  }
  notes.emplace_back("a filter reads what the spec writes, not defaults: write the value, or sweep it");
  problems.add(mark, "the spec has no value at " + in_quotes(path), std::move(notes));
}

}  // namespace engram::spec
