// Datasets of a result as text.
#pragma once

#include <cstddef>
#include <string>

#include "store/reader.hpp"

namespace engram::inspect {

/// Longer lists are cut, with the number of further entries.
constexpr std::size_t most_listed = 40;

/// Lists the datasets of a group, such as "analyses/recall/"; of the whole file without its cells and its provenance.
void print_datasets(const store::Reader& reader, const std::string& group);

/// Prints a dataset as a few values or as a plot. Throws RequestError if it is too large for a terminal.
void print_dataset(const store::Reader& reader, const std::string& path);

}  // namespace engram::inspect
