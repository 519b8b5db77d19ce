// The cells of a merged result in its provenance, with the place and time of their computation.
#pragma once

#include <string>
#include <vector>

#include "journals/journal.hpp"
#include "store/reader.hpp"

namespace engram::cells {

/// Records one row per cell. Labels are a separate argument, since a key may have been computed under another label.
void record_cell_table(const std::vector<journals::CellRecord>& cells, std::vector<std::string> labels,
                       Recorder& recorder);

/// Reads it back; empty if a result has no table.
std::vector<journals::CellRecord> read_cell_table(const store::Reader& reader);

inline constexpr const char* cell_table = "provenance/cells";

}  // namespace engram::cells
