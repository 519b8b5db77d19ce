// The texts among the values of a sweep.
#pragma once

#include <vector>

#include <engram/catalogue.hpp>

#include "sweeps/cases.hpp"
#include "yaml/node.hpp"

namespace engram::sweeps {

/// A sweep with the texts among its values in quotes, so that 1e3 and 1000 are two texts but one number. The cases
/// show which plugin declares a path.
yaml::Node with_swept_texts_quoted(const yaml::Node& sweep, const std::vector<CaseTree>& cases,
                                   const Catalogue& catalogue);

}  // namespace engram::sweeps
