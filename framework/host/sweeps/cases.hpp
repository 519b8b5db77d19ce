// Cases and --set: variations of one tree.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::sweeps {

/// The tree of one run with all overrides, not yet checked.
struct CaseTree {
  std::string label;           ///< empty if the spec has no cases
  std::string case_name = {};  ///< the case that a cell of a sweep belongs to; empty if there is no sweep
  yaml::Mark mark;             ///< of the label; of the whole file if the spec has no cases
  yaml::Node tree;             ///< has only experiment_keys() and unknown keys
};

/// The name of a run.
struct CaseName {
  std::string label;
  std::string case_name;
};

/// The parts of a spec, before the sweep is applied.
struct Variations {
  yaml::Node whole;  ///< the keys of the spec as a whole, and unknown keys
  bool has_cases = false;
  std::vector<CaseTree> cases;
  yaml::Node sweep = yaml::Node::null({});  ///< as it is written; null if there is none
};

/// Splits a spec into its parts and applies overrides: first those of each case, then those of --set, in the order
/// given. --set may also change a setting of the whole spec ("title") or of one case ("cases.LABEL.PATH").
Variations vary(const yaml::Node& root, const std::vector<std::string>& sets, yaml::Problems& problems);

/// Reports values that a case or --set gives for a swept path, since the sweep would replace them. `paths` are the
/// paths of the sweep with their marks; a path may be written in another way in each case.
void refuse_swept(const yaml::Node& root, const std::vector<CaseTree>& trees, const std::vector<std::string>& sets,
                  const std::vector<std::pair<std::string, yaml::Mark>>& paths, yaml::Problems& problems);

}  // namespace engram::sweeps
