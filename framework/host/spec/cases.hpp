// Cases and --set: variations of one tree.
#pragma once

#include <string>
#include <vector>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// The tree of one run, with every override put in, yet unchecked.
struct CaseTree {
  std::string label;           ///< empty where the spec has no cases
  std::string case_name = {};  ///< of the case that a cell of a sweep belongs to; empty where there is no sweep
  Mark mark;                   ///< of the label; of the whole file where the spec has no cases
  Node tree;                   ///< holds nothing but experiment_keys(), and what is unknown
};

/// A spec taken apart.
struct Variations {
  Node whole;              ///< the keys of the spec as a whole, and what is unknown
  bool has_cases = false;  ///< or cells of a sweep
  std::vector<CaseTree> cases;
};

/// Takes a spec apart and puts overrides in: into each case its own, then those of --set, in the order given. A
/// setting of the whole spec ("title") goes there; "cases.LABEL.PATH" goes into one case.
Variations vary(const Node& root, const std::vector<std::string>& sets, Problems& problems);

}  // namespace engram::spec
