// Writes the values of a dataset to a file and reads them back.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "h5/hdf5.hpp"

namespace engram::store {

using Values = decltype(Dataset::values);

/// The message if values do not match their digest.
inline constexpr const char* changed_values =
    "its values are not those that engram wrote: the file is damaged, or another program changed it";

/// `stored` is the same on every machine; `given` is the machine's own type, from which HDF5 converts.
struct NumberTypes {
  hid_t stored;
  hid_t given;
};

/// The types of numbers. Throws std::logic_error for texts.
NumberTypes number_types(const Values& values);

/// The memory of numbers; empty for texts.
std::span<const std::byte> bytes_of(const Values& values);

/// The space of an array.
h5::Handle space_of(const std::vector<Index>& shape);

/// Makes a dataset in a group and writes all of its values: 64-bit numbers, little-endian, or text of fixed length. A
/// small dataset is stored in the header of the object, which has a checksum; a larger one has its digest as an
/// attribute, and is compressed if that saves much.
h5::Handle create_dataset(hid_t group, const Dataset& dataset);

/// Whether some are missing whole numbers.
bool has_missing(const Values& values);

/// Writes the attribute `_FillValue` of a dataset if its values have missing whole numbers.
void write_fill(hid_t dataset, const Values& values);

/// Whether a wrong bit in the values of a dataset would be noticed, because they have a digest or are in the header.
bool is_guarded(hid_t dataset);

/// The number of values. Throws h5::Error if the file holds none of them, since the values of a dataset that was
/// never written may be more than any memory holds.
std::size_t count_values(hid_t dataset);

/// Reads all values as whole numbers, real numbers or text; numbers are converted to 64 bits, except whole numbers of
/// one byte. Throws h5::Error if they do not match the digest that was written with them.
Values read_stored_values(hid_t dataset);

/// The extents of a dataset; an empty list for a single value.
std::vector<Index> read_shape(hid_t dataset);

}  // namespace engram::store
