// Reads and writes a dataset over many cells of a sweep one cell at a time.
//
// The first `rank` dimensions run over the cells; a place counts them in the order of the file.
#pragma once

#include <cstddef>
#include <vector>

#include "store/values.hpp"

namespace engram::store {

/// The number of values within the first `rank` extents.
std::size_t places_of(const std::vector<Index>& shape, std::size_t rank);

/// Whether the values of a dataset take so much memory that they are read one place after the other.
bool is_large(hid_t dataset);

/// Makes a dataset of numbers with the name and shape of `outline`, whose values are written later; `sample` has some
/// of them.
h5::Handle create_empty_dataset(hid_t group, const Dataset& outline, const Values& sample);

/// Writes the values at one place.
void write_cell(hid_t dataset, std::size_t rank, std::size_t place, const Values& values);

/// Reads the numbers at one place, as they are stored, without comparing digests.
Values read_cell(hid_t dataset, std::size_t rank, std::size_t place);

/// Compares a dataset of numbers with its digest, one place after the other, since it may not fit into memory. Throws
/// h5::Error if they differ.
void check_digest(hid_t dataset, std::size_t rank);

}  // namespace engram::store
