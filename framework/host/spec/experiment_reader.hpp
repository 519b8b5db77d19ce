// Reads the parts of one run from its tree.
#pragma once

#include <engram/catalogue.hpp>

#include "spec/cases.hpp"
#include "spec/problem.hpp"
#include "spec/spec.hpp"

namespace engram::spec {

/// Reads the tree of one run; every mistake in it becomes a problem. Its texts (`resolved`, `identity`) stay empty.
ExperimentSpec read_experiment(const CaseTree& tree, const Catalogue& catalogue, Problems& problems);

}  // namespace engram::spec
