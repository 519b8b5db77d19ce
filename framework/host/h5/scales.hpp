// Links datasets to the scales of their dimensions by writing directly the attributes that H5DSattach_scale() would
// produce.
//
// H5DSattach_scale() deletes the attributes of both sides and writes them again with one more entry, for each
// dimension of each dataset. For a file with many small datasets that takes most of the time, and it leaves holes in
// the file; HDF5 keeps a list of them in memory, which grows with every dataset.
#pragma once

#include <vector>

#include "h5/hdf5.hpp"

namespace engram::h5 {

/// A dataset that uses a scale, and the number of the dimension that uses it.
struct ScaleUse {
  hobj_ref_t dataset;
  int dimension;
};

/// A reference to an object of a group.
hobj_ref_t reference(hid_t group, const std::string& name);
/// Gives a dataset the scales of its dimensions, in order. It must not have scales yet.
void write_scales(hid_t dataset, std::vector<hobj_ref_t> scales);
/// Gives a scale the list of datasets that use it. It must not have a list yet.
void write_uses(hid_t scale, const std::vector<ScaleUse>& uses);

}  // namespace engram::h5
