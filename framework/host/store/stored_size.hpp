// The bytes that datasets take in a result, estimated before there is one.
#pragma once

#include <engram/recorder.hpp>

namespace engram::store {

struct StoredSize {
  double plain = 0.0;   ///< of the values
  double packed = 0.0;  ///< the same, compressed if a large dataset would be
};

StoredSize stored_size(const decltype(Dataset::values)& values);

/// The bytes of a text of so many letters in a list of texts.
double bytes_of_text(double letters);

/// The bytes of a dataset of several such arrays after another: values and what HDF5 stores beside them.
double bytes_of_dataset(const StoredSize& each, double count = 1.0);

/// What HDF5 stores of a group.
inline constexpr double bytes_of_group = 500.0;

}  // namespace engram::store
