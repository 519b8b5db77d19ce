#include "h5/scales.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace engram::h5 {

namespace {

// Names and types from HDF5's specification of dimension scales.
constexpr const char* scales_attribute = "DIMENSION_LIST";
constexpr const char* uses_attribute = "REFERENCE_LIST";

/// Types that are made once and kept, as in Shared.
struct Types {
  Types() : scales(H5Tvlen_create(H5T_STD_REF_OBJ)), use(H5Tcreate(H5T_COMPOUND, sizeof(ScaleUse))) {
    check(H5Tinsert(use, "dataset", offsetof(ScaleUse, dataset), H5T_STD_REF_OBJ));
    check(H5Tinsert(use, "dimension", offsetof(ScaleUse, dimension), H5T_NATIVE_INT));
  }
  Handle scales;
  Handle use;
};

const Types& types() {
  static const Types* const all = new Types;
  return *all;
}

void write_list(hid_t object, const char* name, hid_t type, std::size_t count, const void* data) {
  const hsize_t extent = count;
  const Handle space(H5Screate_simple(1, &extent, nullptr));
  const Handle attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
  check(H5Awrite(attribute, type, data));
}

}  // namespace

hobj_ref_t reference(hid_t group, const std::string& name) {
  hobj_ref_t made{};
  check(H5Rcreate(&made, group, name.c_str(), H5R_OBJECT, H5I_INVALID_HID));
  return made;
}

void write_scales(hid_t dataset, std::vector<hobj_ref_t> scales) {
  std::vector<hvl_t> lists;
  std::transform(scales.begin(), scales.end(), std::back_inserter(lists), [](hobj_ref_t& scale) {
    return hvl_t{1, &scale};
  });
  write_list(dataset, scales_attribute, types().scales, lists.size(), lists.data());
}

void write_uses(hid_t scale, const std::vector<ScaleUse>& uses) {
  write_list(scale, uses_attribute, types().use, uses.size(), uses.data());
}

}  // namespace engram::h5
