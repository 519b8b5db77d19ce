// Reads the parts of one run from its tree.
#pragma once

#include <string>

#include <engram/catalogue.hpp>

#include "spec/cases.hpp"
#include "spec/problem.hpp"
#include "spec/spec.hpp"

namespace engram::spec {

/// Reads the tree of one run, whose relative names of files start in `folder`, as for absolute_path(); every mistake
/// in it becomes a problem. Its texts (`resolved`, `identity`) stay empty.
ExperimentSpec read_experiment(const CaseTree& tree, const Catalogue& catalogue, const std::string& folder,
                               Problems& problems);

}  // namespace engram::spec
