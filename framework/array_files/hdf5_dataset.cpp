#include "array_files/hdf5_dataset.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>

#include <engram/error.hpp>
#include <engram/special_file.hpp>

#include "array_files/places.hpp"

namespace engram::array_files {

namespace {

/// Why a pipe, a socket or a device is not read.
std::string not_read(const std::filesystem::path& path) {
  return "'" + path.string() + "' is " + special_file(path) + ", and no file is read from it";
}

/// Called by HDF5 before it opens the file of an external link; a negative result refuses that.
herr_t look(const char* from, const char* /*group*/, const char* file, const char* /*object*/, unsigned* /*flags*/,
            hid_t /*access*/, void* into) {
  try {
    auto& found = *static_cast<std::string*>(into);
    if (const std::filesystem::path path = special_path(file, folders_of_links(from));
        !path.empty() && found.empty()) {
      found = not_read(path);
    }
    return found.empty() ? 0 : -1;
  } catch (const std::exception&) {
    // An exception must not pass through HDF5.
    return -1;
  }
}

}  // namespace

std::string reason() {
  std::string words;
  const auto first = [](unsigned depth, const H5E_error2_t* error, void* into) -> herr_t {
    if (depth == 0) {
      *static_cast<std::string*>(into) = error->desc;
    }
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first, &words);
  return words.empty() ? "HDF5 gives no reason" : words;
}

Handle open_file(const std::string& path) {
  if (!special_file(path).empty()) {
    throw ParameterError("file", not_read(path));
  }
  if (H5Fis_hdf5(path.c_str()) <= 0) {
    throw ParameterError("file", "'" + path + "' is not an HDF5 file");
  }
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
  if (file.id < 0) {
    throw ParameterError("file", "cannot read '" + path + "': " + reason());
  }
  return file;
}

Handle open_dataset(hid_t in, const std::string& name) {
  std::string problem;
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS));
  H5Pset_elink_cb(access.id, look, &problem);
  H5Pset_virtual_view(access.id, H5D_VDS_FIRST_MISSING);
  Handle dataset(name.empty() ? -1 : H5Dopen2(in, name.c_str(), access.id));
  if (!problem.empty()) {
    throw ParameterError("dataset", "'" + name + "' is behind a link: " + problem);
  }
  return dataset;
}

std::string path_in_file(hid_t object) {
  return text_from([object](char* name, std::size_t size) { return H5Iget_name(object, name, size); });
}

std::filesystem::path file_of(hid_t object) {
  return text_from([object](char* name, std::size_t size) { return H5Fget_name(object, name, size); });
}

std::vector<hsize_t> extents_of(hid_t dataset) {
  const Handle space(H5Dget_space(dataset));
  std::vector<hsize_t> extents(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id))));
  H5Sget_simple_extent_dims(space.id, extents.data(), nullptr);
  return extents;
}

}  // namespace engram::array_files
