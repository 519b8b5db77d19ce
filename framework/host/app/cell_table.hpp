// The cells of a merged result in its provenance: which there are, and where and when each was computed.
#pragma once

#include <string>
#include <vector>

#include "store/journal.hpp"
#include "store/reader.hpp"

namespace engram::app {

/// Records one row per cell. Labels are given apart: a key may have been computed under another one.
void record_cell_table(const std::vector<const store::CellRecord*>& cells, std::vector<std::string> labels,
                       Recorder& recorder);

/// Reads it back; nothing where a result has none.
std::vector<store::CellRecord> read_cell_table(const store::Reader& reader);

inline constexpr const char* cell_table = "provenance/cells";

}  // namespace engram::app
