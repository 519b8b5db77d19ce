// The cells of a sweep before its filters, and what plugins declare about their settings.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "spec/declaration.hpp"
#include "spec/node.hpp"
#include "spec/path.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// All cells of a sweep, before any is left out.
struct Grid {
  std::size_t size = 0;
  /// The tree of a cell as it is written, so that cells that could not be resolved can be left out.
  std::function<Node(std::size_t)> tree;
  /// The word of a swept part in labels, such as "tanh(gain=0.3)"; empty if no part is swept at the path.
  std::function<std::string(std::size_t, const std::string&)> word;
};

/// Finds the declarations of paths. A cell without one, such as the gain of an activation that has none, takes it
/// from another cell.
class Declarations {
 public:
  Declarations(const Grid& grid, const Catalogue& catalogue) : grid_(grid), catalogue_(catalogue) {}

  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }

  std::optional<Declaration> at(const Node& tree, const std::vector<Step>& steps);

 private:
  const Grid& grid_;
  const Catalogue& catalogue_;
  std::map<std::string, std::optional<Declaration>> elsewhere_;
};

/// Reports a path of a filter at which a cell has no value.
void refuse_missing(const Node& tree, const std::string& path, const Mark& mark, Problems& problems);

}  // namespace engram::spec
