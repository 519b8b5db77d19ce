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

/// The bytes of a dataset that has so many such arrays one after the other, with those that HDF5 stores beside the
/// values.
double bytes_of_dataset(const StoredSize& each, double count = 1.0);

/// The bytes that HDF5 stores for a group itself.
inline constexpr double bytes_of_group = 500.0;

}  // namespace engram::store
