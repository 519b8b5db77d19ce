// Cases and --set: variations of one tree.
#pragma once

#include <string>
#include <utility>
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

/// How a run is called.
struct CaseName {
  std::string label;
  std::string case_name;
};

/// A spec taken apart, its sweep not yet put in.
struct Variations {
  Node whole;  ///< the keys of the spec as a whole, and what is unknown
  bool has_cases = false;
  std::vector<CaseTree> cases;
  Node sweep = Node::null({});  ///< as it is written; null where there is none
};

/// Takes a spec apart and puts overrides in: into each case its own, then those of --set, in the order given. A
/// setting of the whole spec ("title") goes there; "cases.LABEL.PATH" goes into one case.
Variations vary(const Node& root, const std::vector<std::string>& sets, Problems& problems);

/// A swept path takes its values from the sweep: what a case or --set puts there would be lost, and is a problem.
/// `paths` are those of the sweep with their marks.
void refuse_swept(const Node& root, const std::vector<std::string>& sets,
                  const std::vector<std::pair<std::string, Mark>>& paths, Problems& problems);

}  // namespace engram::spec
