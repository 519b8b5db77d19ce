// Checks of patterns that come from files, whose values and axes are as somebody else wrote them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <engram/model.hpp>
#include <engram/pattern_source.hpp>
#include <engram/plugin_info.hpp>

namespace engram::run {

/// Whether a part names files.
bool reads_files(const Part& part);

/// The words for a source whose patterns have another size than `units`, if the other axis of its array would fit:
/// "`transpose: true` takes ...". Empty if it has no such parameter or would not fit either.
std::string advice_on_axes(const Part& part, Index units);

/// The words for a source of fitting patterns that would fit in the other order of axes too; empty otherwise.
std::string doubt_about_axes(const Part& part, const PatternSource& source);

/// The words about patterns (unit x pattern) that have one value at every unit; empty if there are none.
std::string doubt_about_values(const Part& part, const ConstMatrixView& patterns);

}  // namespace engram::run
