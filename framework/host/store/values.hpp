// Writes the values of a dataset to a file and reads them back.
#pragma once

#include <engram/recorder.hpp>

#include "store/hdf5.hpp"

namespace engram::store {

using Values = decltype(Dataset::values);

/// Makes a dataset in a group and writes all of its values: 64-bit numbers, little-endian, or text of fixed length. A
/// small dataset is stored in the header of the object, which has a checksum; a larger one has its digest as an
/// attribute.
h5::Handle create_dataset(hid_t group, const Dataset& dataset);

/// SHA-256 of the values as they are stored: little-endian numbers, or texts in UTF-8, each followed by a zero byte.
std::string digest(const Values& values);

/// Whether a wrong bit in the values of a dataset would be noticed, because they have a digest or are in the header.
bool is_guarded(hid_t dataset);

/// Reads all values as whole numbers, real numbers or text; numbers are converted to 64 bits. Throws h5::Error if
/// they do not match the digest that was written with them.
Values read_values(hid_t dataset);

/// The same, but leaves 8-bit whole numbers as they are.
Values read_stored_values(hid_t dataset);

/// The extents of a dataset; an empty list for a single value.
std::vector<Index> read_shape(hid_t dataset);

}  // namespace engram::store
