// The values of a dataset on their way into a file and back.
#pragma once

#include <engram/recorder.hpp>

#include "store/hdf5.hpp"

namespace engram::store {

using Values = decltype(Dataset::values);

/// Makes a dataset in a group and writes all of its values at once: 64-bit numbers, little-endian, or text.
h5::Handle create_dataset(hid_t group, const Dataset& dataset);

/// Reads all values: whole numbers, real numbers or text, of whatever size they are stored in.
Values read_values(hid_t dataset);

/// The same, with whole numbers of eight bits as such.
Values read_stored_values(hid_t dataset);

/// The extents of a dataset; none for a single value.
std::vector<Index> read_shape(hid_t dataset);

}  // namespace engram::store
