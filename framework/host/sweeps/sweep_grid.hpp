// The cells of a sweep before its filters, and what plugins declare about their settings.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>

#include "values/declaration.hpp"
#include "yaml/node.hpp"
#include "yaml/path.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

/// All cells of a sweep, before any is left out.
struct Grid {
  std::size_t size = 0;
  /// The tree of a cell as it is written, so that cells that could not be resolved can be left out.
  std::function<yaml::Node(std::size_t)> tree;
  /// The word of a swept part in labels, such as "tanh(gain=0.3)"; empty if no part is swept at the path.
  std::function<std::string(std::size_t, const std::string&)> word;
};

/// Finds the declarations of paths. A cell without one, such as the gain of an activation that has none, takes it
/// from another cell.
class Declarations {
 public:
  Declarations(const Grid& grid, const Catalogue& catalogue) : grid_(grid), catalogue_(catalogue) {}

  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }

  std::optional<values::Declaration> at(const yaml::Node& tree, const std::vector<yaml::Step>& steps);

 private:
  const Grid& grid_;
  const Catalogue& catalogue_;
  std::map<std::string, std::optional<values::Declaration>> elsewhere_;
};

/// Reports a path of a filter at which a cell has no value.
void refuse_missing(const yaml::Node& tree, const std::string& path, const yaml::Mark& mark,
                    yaml::Problems& problems);

}  // namespace engram::sweeps
