// Chooses a cell of a sweep by its case and its places along the axes.
#pragma once

#include <string>

#include <engram/value.hpp>

#include "specification/spec.hpp"

namespace engram::specification {

/// The label of the first cell of a case at the given places. `at` gives for the path of an axis one of its values,
/// as a spec or a label writes it, or `first` or `last`. Values choose before places do; `first` and `last` refer to
/// the cells that are left. `case_name` may be empty if the sweep has only one case.
///
/// Throws RequestError if nothing is swept, if a case, an axis or a value does not exist, or if a word matches
/// several values.
std::string choose_cell(const Cells& cells, const std::string& case_name, const NamedTexts& at);

}  // namespace engram::specification
