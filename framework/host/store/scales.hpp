// How HDF5 ties datasets to the scales of their dimensions: what H5DSattach_scale() leaves in a file, written at
// once.
//
// H5DSattach_scale() takes the attributes of both sides away and writes them longer by one entry, for each dimension
// of each dataset. That takes most of the time of a file with many small datasets, and leaves holes in it of which
// HDF5 keeps a list in memory that grows with every dataset.
#pragma once

#include <vector>

#include "store/hdf5.hpp"

namespace engram::store::h5 {

/// A dataset that has a scale, and the number of the dimension along which.
struct ScaleUse {
  hobj_ref_t dataset;
  int dimension;
};

/// What refers to an object of a group.
hobj_ref_t reference(hid_t group, const std::string& name);
/// Gives a dataset that has none yet the scales of its dimensions, in order.
void write_scales(hid_t dataset, std::vector<hobj_ref_t> scales);
/// Gives a scale that has none yet the list of those who use it.
void write_uses(hid_t scale, const std::vector<ScaleUse>& uses);

}  // namespace engram::store::h5
