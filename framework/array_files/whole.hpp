// Whether all values of a dataset were written: HDF5 gives zeros for those that are missing.
#pragma once

#include <hdf5.h>

namespace engram::array_files {

/// Throws ParameterError for `dataset` if HDF5 would make up values: the source of a virtual dataset, a part of the
/// external storage, or chunks are missing. Chunks that were never written have the dataset's fill value if one was
/// chosen.
void require_whole(hid_t dataset);

}  // namespace engram::array_files
