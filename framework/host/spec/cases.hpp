// Cases and --set: variations of one tree.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "spec/node.hpp"
#include "spec/problem.hpp"

namespace engram::spec {

/// The tree of one run with all overrides, not yet checked.
struct CaseTree {
  std::string label;           ///< empty if the spec has no cases
  std::string case_name = {};  ///< the case that a cell of a sweep belongs to; empty if there is no sweep
  Mark mark;                   ///< of the label; of the whole file if the spec has no cases
  Node tree;                   ///< has only experiment_keys() and unknown keys
};

/// The name of a run.
struct CaseName {
  std::string label;
  std::string case_name;
};

/// The parts of a spec, before the sweep is applied.
struct Variations {
  Node whole;  ///< the keys of the spec as a whole, and unknown keys
  bool has_cases = false;
  std::vector<CaseTree> cases;
  Node sweep = Node::null({});  ///< as it is written; null if there is none
};

/// Splits a spec into its parts and applies overrides: first those of each case, then those of --set, in the order
/// given. --set may also change a setting of the whole spec ("title") or of one case ("cases.LABEL.PATH").
Variations vary(const Node& root, const std::vector<std::string>& sets, Problems& problems);

/// Reports values that a case or --set gives for a swept path, since the sweep would replace them. `paths` are the
/// paths of the sweep with their marks; a path may be written in another way in each case.
void refuse_swept(const Node& root, const std::vector<CaseTree>& trees, const std::vector<std::string>& sets,
                  const std::vector<std::pair<std::string, Mark>>& paths, Problems& problems);

}  // namespace engram::spec
