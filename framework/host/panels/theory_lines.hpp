// Curves of a theory beside the data of a panel.
#pragma once

#include <string>
#include <vector>

#include "panels/curves.hpp"
#include "panels/figure.hpp"
#include "results/source.hpp"

namespace engram::panels {

/// Throws RequestError if a formula of the panel uses a setting that the cases do not have, or have differently, or
/// that is not a number.
void check_theory(const Panel& panel, const std::vector<std::string>& cases, const results::Source& source);

/// Adds a line for each formula of the panel, from the left end of the data, or of the axis, to the right end. Throws
/// RequestError as check_theory(), and if x has no numbers.
void add_theory(const Panel& panel, const std::vector<std::string>& cases, const results::Source& source,
                Curves& curves);

}  // namespace engram::panels
