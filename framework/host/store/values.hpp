// The values of a dataset on their way into a file and back.
#pragma once

#include <engram/recorder.hpp>

#include "store/hdf5.hpp"

namespace engram::store {

using Values = decltype(Dataset::values);

/// Makes a dataset in a group and writes all of its values at once: 64-bit numbers, little-endian, or text of fixed
/// length. Few bytes lie in the header of the object, which has a checksum; more have their digest as an attribute.
h5::Handle create_dataset(hid_t group, const Dataset& dataset);

/// SHA-256 of the values as they are stored: little-endian numbers, or texts in UTF-8, each with a zero byte behind
/// it.
std::string digest(const Values& values);

/// Whether a wrong bit in the values of a dataset would be noticed: by their digest, or since they lie in the header.
bool is_guarded(hid_t dataset);

/// Reads all values; throws h5::Error where they do not fit the digest that was written with them: whole numbers,
/// real numbers or text, of whatever size they are stored in.
Values read_values(hid_t dataset);

/// The same, with whole numbers of eight bits as such.
Values read_stored_values(hid_t dataset);

/// The extents of a dataset; none for a single value.
std::vector<Index> read_shape(hid_t dataset);

}  // namespace engram::store
