#include "array_files/hdf5_array.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>

#include <engram/error.hpp>
#include <engram/memory.hpp>
#include <engram/special_file.hpp>
#include <engram/words.hpp>

#include "array_files/conventions.hpp"
#include "array_files/whole.hpp"

namespace engram::array_files {

Silence::Silence() {
  // HDF5's clean-up at the end of the program crashes if a result could not be written. The host switches it off, but
  // that works only before the first use of HDF5, which may be here.
  static const herr_t once = H5dont_atexit();
  (void)once;
  H5Eget_auto2(H5E_DEFAULT, &print_, &argument_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Silence::~Silence() {
  H5Eset_auto2(H5E_DEFAULT, print_, argument_);
}

bool is_hdf5(const std::string& path) {
  const Silence silence;
  return special_file(path).empty() && H5Fis_hdf5(path.c_str()) > 0;
}

Hdf5Array::Hdf5Array(const std::string& path, const std::string& name)
    : path_(path), file_(open_file(path)), dataset_(open_dataset(file_.id, name_or_only(name))) {
  if (dataset_.id < 0) {
    throw ParameterError("dataset", no_such_dataset(name));
  }
  require_numbers(dataset_.id, "'" + name + "' in '" + path + "'");
  reversed_ = has_reversed_axes(dataset_.id);
  require_whole(dataset_.id);
  const std::vector<hsize_t> extents = extents_of(dataset_.id);
  shape_.assign(extents.begin(), extents.end());
  if (reversed_) {
    std::ranges::reverse(shape_);
  }
}

std::string Hdf5Array::name_or_only(const std::string& name) const {
  const std::vector<std::string> names = name.empty() ? datasets(true) : std::vector<std::string>();
  return names.size() == 1 ? names.front() : name;
}

void Hdf5Array::read(Matrix& values) const {
  if (!reversed_) {
    read_stored(values);
  } else {
    require_memory(sizeof(double) * static_cast<double>(values.size()), "file",
                   "a copy of the values of '" + path_ + "'");
    Matrix stored(values.cols(), values.rows());
    read_stored(stored);
    // HDF5 has the first axis of MATLAB last, so that the values of one place are together for all patterns.
    const std::vector<Index> places = reversed_places(shape_);
    for (Index unit = 0; unit < values.rows(); ++unit) {
      values.row(unit) = stored.col(places[static_cast<std::size_t>(unit)] / shape_.front()).transpose();
    }
  }
  unpack(values);
}

void Hdf5Array::read_stored(Matrix& values) const {
  const Index patterns = reversed_ ? values.rows() : values.cols();
  std::vector<hsize_t> extents = extents_of(dataset_.id);
  (reversed_ ? extents.back() : extents.front()) = static_cast<hsize_t>(patterns);
  const std::vector<hsize_t> start(extents.size(), 0);
  const Handle all(H5Dget_space(dataset_.id));
  H5Sselect_hyperslab(all.id, H5S_SELECT_SET, start.data(), nullptr, extents.data(), nullptr);
  const auto number = static_cast<hsize_t>(values.size());
  const Handle memory(H5Screate_simple(1, &number, nullptr));
  if (H5Dread(dataset_.id, H5T_NATIVE_DOUBLE, memory.id, all.id, H5P_DEFAULT, values.data()) < 0) {
    throw ParameterError("dataset", "cannot read the values from '" + path_ + "': " + reason());
  }
}

void Hdf5Array::unpack(Matrix& values) const {
  const Packing packing = packing_of(dataset_.id);
  for (Index pattern = 0; pattern < values.cols(); ++pattern) {
    for (Index unit = 0; unit < values.rows(); ++unit) {
      double& value = values(unit, pattern);
      value = packing.meant(value);
      if (const std::string why = packing.why_missing(value); !why.empty()) {
        throw ParameterError("dataset", "'" + path_ + "': unit " + std::to_string(unit) + " of pattern " +
                                            std::to_string(pattern) +
                                            ", both counted from 0, is missing: the file has " + number_text(value) +
                                            " there, which is " + why);
      }
      value = packing.value(value);
    }
  }
}

std::string Hdf5Array::no_such_dataset(const std::string& name) const {
  if (!name.empty() && H5Oexists_by_name(file_.id, name.c_str(), H5P_DEFAULT) > 0 &&
      H5Aexists_by_name(file_.id, name.c_str(), "MATLAB_sparse", H5P_DEFAULT) > 0) {
    return "'" + name + "' in '" + path_ + "' is a sparse matrix of MATLAB; save full(" + name + ") instead";
  }
  return no_such_array("dataset", path_, name, datasets(false));
}

std::vector<std::string> Hdf5Array::datasets(bool only_of_numbers) const {
  struct Found {
    std::vector<std::string> names;
    bool only_of_numbers;
  } found{{}, only_of_numbers};
  const auto collect = [](hid_t group, const char* path, const H5L_info_t* /*link*/, void* into) -> herr_t {
    auto& kept = *static_cast<Found*>(into);
    try {
      const Handle dataset = open_dataset(group, path);
      // MATLAB keeps what cells hold in the group #refs#.
      const bool is_hidden = path[0] == '#';
      if (dataset.id >= 0 && (!kept.only_of_numbers || (!is_hidden && is_array_of_numbers(dataset.id)))) {
        kept.names.emplace_back(path);
      }
    } catch (const std::exception&) {
      // A link to a pipe is no dataset, and an exception must not pass through HDF5.
    }
    return 0;
  };
  H5Lvisit(file_.id, H5_INDEX_NAME, H5_ITER_INC, collect, &found);
  return found.names;
}

}  // namespace engram::array_files
