// Tables and datasets as files for other programs: CSV for spreadsheets and pandas, arrays for numpy.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "store/reader.hpp"

namespace engram::inspect {

/// Rows as CSV by RFC 4180: fields with commas, quotes or line ends are in quotes.
void write_csv(const std::vector<std::vector<std::string>>& rows, std::ostream& out);

/// Writes datasets of the same dimensions as CSV: a row for each entry, with the coordinates of its dimensions and
/// one column for each dataset; in a sweep also the cell and the settings that differ between cells. `cell` is a
/// label, a part of it or a case; empty for all cells. Throws RequestError if a dataset does not exist or has other
/// dimensions.
void export_csv(const store::Reader& reader, const std::vector<std::string>& paths, const std::string& cell,
                std::ostream& out);

/// Writes a dataset of numbers as numpy's format .npy, version 1.0. Throws RequestError if it does not exist, has
/// text, or if `cell` does not name one cell of a sweep.
void export_npy(const store::Reader& reader, const std::string& path, const std::string& cell, std::ostream& out);

}  // namespace engram::inspect
