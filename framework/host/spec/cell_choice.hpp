// One cell of a sweep, chosen by its case and by where it stands along the axes.
#pragma once

#include <string>

#include <engram/value.hpp>

#include "spec/spec.hpp"

namespace engram::spec {

/// The label of the first cell of a case that stands at the given places: for the path of an axis one of its values,
/// as a spec or a label writes it, or `first` or `last`. Values choose before places do, and `first` and `last` are
/// those of the cells that are left. `case_name` may be empty where the sweep has one case.
///
/// Throws RequestError where nothing is swept, where a case, an axis or a value is not there, and where a word stands
/// for several values.
std::string choose_cell(const Cells& cells, const std::string& case_name, const NamedTexts& at);

}  // namespace engram::spec
