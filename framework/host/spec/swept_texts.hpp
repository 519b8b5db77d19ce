// The texts among the values of a sweep.
#pragma once

#include <vector>

#include <engram/catalogue.hpp>

#include "spec/cases.hpp"
#include "spec/node.hpp"

namespace engram::spec {

/// A sweep with the texts among its values in quotes, so that 1e3 and 1000 are two texts but one number. The cases
/// show which plugin declares a path.
Node with_swept_texts_quoted(const Node& sweep, const std::vector<CaseTree>& cases, const Catalogue& catalogue);

}  // namespace engram::spec
