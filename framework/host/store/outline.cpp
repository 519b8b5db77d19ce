#include "store/outline.hpp"

#include <exception>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <hdf5_hl.h>

#include "store/format.hpp"
#include "store/path.hpp"
#include "store/values.hpp"

namespace engram::store {

namespace {

/// HDF5 crashes on a list of scales that has another type or size.
void check_scale_list(hid_t dataset, std::size_t rank) {
  constexpr const char* attribute_name = "DIMENSION_LIST";
  if (h5::check(H5Aexists(dataset, attribute_name)) == 0) {
    return;
  }
  const h5::Handle attribute(H5Aopen(dataset, attribute_name, H5P_DEFAULT));
  const h5::Handle type(H5Aget_type(attribute));
  const h5::Handle space(H5Aget_space(attribute));
  bool are_references = false;
  if (H5Tget_class(type) == H5T_VLEN) {
    const h5::Handle item(H5Tget_super(type));
    are_references = h5::check(H5Tequal(item, H5T_STD_REF_OBJ)) > 0;
  }
  if (!are_references || h5::check(H5Sget_simple_extent_npoints(space)) != static_cast<hssize_t>(rank)) {
    throw h5::Error(fmt::format("its attribute {} does not hold a list of references for each of its dimensions",
                                attribute_name));
  }
}

}  // namespace

std::vector<std::string> names_of_scales(hid_t dataset, std::size_t rank) {
  std::vector<std::string> names;
  check_scale_list(dataset, rank);
  for (unsigned i = 0; i < rank; ++i) {
    // A dataset that another tool added may have no scales; its dimensions get the names that xarray would use.
    std::string dimension = fmt::format("phony_dim_{}", i);
    const auto take_name = [](hid_t, unsigned, hid_t scale, void* into) -> herr_t {
      // H5DSget_scale_name() writes past its buffer if the attribute is a list. No exception may cross HDF5's frames.
      try {
        std::string name = h5::text_attribute(scale, "NAME");
        if (!name.empty()) {
          *static_cast<std::string*>(into) = std::move(name);
        }
      } catch (const std::exception&) {
        return -1;
      }
      return 1;  // the first scale names the dimension
    };
    if (H5DSiterate_scales(dataset, i, nullptr, take_name, &dimension) < 0) {
      throw h5::Error(fmt::format("the scale of its dimension {} cannot be read", i));
    }
    names.push_back(std::move(dimension));
  }
  return names;
}

namespace {

std::vector<std::string> dimensions_of(hid_t dataset, std::size_t rank, const std::string& name) {
  if (rank == 1 && h5::check(H5DSis_scale(dataset)) > 0) {
    return {name};
  }
  // Results of version 0.1 have no such attribute, so their names come from references, which lie in a heap without a
  // checksum.
  std::vector<std::string> names = h5::words_attribute(dataset, dimensions_attribute);
  return names.size() == rank ? names : names_of_scales(dataset, rank);
}

}  // namespace

bool is_text_of_cell(const Location& location) {
  return location.stack != nullptr && location.within == resolved_path;
}

Dataset read_outline(hid_t dataset, const Location& location) {
  Dataset outline;
  outline.name = last_part(location.path);
  outline.shape = read_shape(dataset);
  outline.dimensions = dimensions_of(dataset, outline.shape.size(), outline.name);
  outline.unit = h5::text_attribute(dataset, "units");
  outline.description = h5::text_attribute(dataset, "description");
  outline.coordinates = h5::words_attribute(dataset, "coordinates");
  if (is_text_of_cell(location)) {
    outline.dimensions.clear();
    outline.shape.clear();
  } else if (location.stack != nullptr) {
    if (const auto rank = static_cast<std::ptrdiff_t>(cell_rank(dataset)); rank > 0) {
      outline.dimensions.erase(outline.dimensions.begin(), outline.dimensions.begin() + rank);
      outline.shape.erase(outline.shape.begin(), outline.shape.begin() + rank);
      std::erase_if(outline.coordinates,
                    [&](const std::string& name) { return location.stack->beside.contains(name); });
    }
  }
  return outline;
}

}  // namespace engram::store
