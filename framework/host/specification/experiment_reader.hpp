// Reads the parts of one run from its tree.
#pragma once

#include <string>

#include <engram/catalogue.hpp>

#include "specification/spec.hpp"
#include "sweeps/cases.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// Reads the tree of one run, whose relative names of files start in `folder`, as for absolute_path(); every mistake
/// in it becomes a problem. Its texts (`resolved`, `identity`) stay empty.
ExperimentSpec read_experiment(const sweeps::CaseTree& tree, const Catalogue& catalogue, const std::string& folder,
                               yaml::Problems& problems);

}  // namespace engram::specification
