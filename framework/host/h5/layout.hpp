// How the values of a new dataset lie in the file.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <engram/index.hpp>

#include "h5/hdf5.hpp"

namespace engram::h5 {

/// Datasets of at most this many bytes are stored in the header of the object.
inline constexpr std::size_t most_small = 4096;

/// Extents of a chunk, of at most 256 KiB unless a single value is larger: the last dimensions as a whole, a part of
/// the one before them, and 1 along the others, so that the values of one cell of a sweep lie together.
std::vector<Index> chunk_of(const std::vector<Index>& shape, std::size_t value_bytes);

/// The creation properties of a dataset of numbers that is not small: compressed in chunks (shuffle and deflate,
/// which every HDF5 library reads) if that saves more than a third of `sample`, which has values of the dataset;
/// contiguous otherwise.
Handle creation_of(const std::vector<Index>& shape, std::size_t value_bytes, std::span<const std::byte> sample);

/// Writes all values of a dataset that creation_of() laid out in compressed chunks, as its filters would store them.
/// The values of a chunk are compressed in one call, which is faster than the filter. Returns false, and writes
/// nothing, if the dataset is contiguous, or if `given`, the type of the values in memory, is not their type in the
/// file.
bool write_chunks(hid_t dataset, hid_t given, const std::vector<Index>& shape, std::span<const std::byte> values);

/// The bytes that creation_of() makes of a large dataset of numbers, estimated from pieces of its values.
double packed_bytes(std::span<const std::byte> values, std::size_t value_bytes);

}  // namespace engram::h5
