#include "store/cell_values.hpp"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "h5/layout.hpp"
#include "store/digest.hpp"
#include "store/format.hpp"
#include "store/sha256.hpp"

namespace engram::store {

std::size_t places_of(const std::vector<Index>& shape, std::size_t rank) {
  return std::accumulate(shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(rank), std::size_t{1},
                         [](std::size_t all, Index extent) { return all * static_cast<std::size_t>(extent); });
}

bool is_large(hid_t dataset) {
  constexpr std::size_t most_at_once = std::size_t{32} << 20U;
  const std::vector<Index> shape = read_shape(dataset);
  const h5::Handle type(H5Dget_type(dataset));
  return H5Tget_class(type) != H5T_STRING && places_of(shape, shape.size()) * H5Tget_size(type) > most_at_once;
}

h5::Handle create_empty_dataset(hid_t group, const Dataset& outline, const Values& sample) {
  const NumberTypes types = number_types(sample);
  const h5::Handle creation = h5::creation_of(outline.shape, H5Tget_size(types.stored), bytes_of(sample));
  const h5::Handle space = space_of(outline.shape);
  return h5::Handle(H5Dcreate2(group, outline.name.c_str(), types.stored, space, H5P_DEFAULT, creation, H5P_DEFAULT));
}

namespace {

/// The part of a dataset at one place of its first dimensions, in the file and in memory.
struct CellSpace {
  CellSpace(hid_t dataset, std::size_t rank, std::size_t place) : file(H5Dget_space(dataset)) {
    const std::vector<Index> shape = read_shape(dataset);
    std::vector<hsize_t> start(shape.size(), 0);
    std::vector<hsize_t> extents(shape.begin(), shape.end());
    for (std::size_t dimension = rank; dimension-- > 0;) {
      const auto extent = static_cast<std::size_t>(shape[dimension]);
      start[dimension] = place % extent;
      place /= extent;
      extents[dimension] = 1;
    }
    for (const hsize_t extent : extents) {
      count *= extent;
    }
    if (count > 0) {
      h5::check(H5Sselect_hyperslab(file, H5S_SELECT_SET, start.data(), nullptr, extents.data(), nullptr));
    }
    const hsize_t in_memory = count;
    memory = h5::Handle(H5Screate_simple(1, &in_memory, nullptr));
  }

  h5::Handle file;
  h5::Handle memory;
  std::size_t count = 1;
};

template <class Number>
std::vector<Number> read_part(hid_t dataset, hid_t type, const CellSpace& space) {
  std::vector<Number> numbers(space.count);
  if (space.count > 0) {
    h5::check(H5Dread(dataset, type, space.memory, space.file, H5P_DEFAULT, numbers.data()));
  }
  return numbers;
}

}  // namespace

void write_cell(hid_t dataset, std::size_t rank, std::size_t place, const Values& values) {
  const CellSpace space(dataset, rank, place);
  if (space.count > 0) {
    h5::check(H5Dwrite(dataset, number_types(values).given, space.memory, space.file, H5P_DEFAULT,
                       bytes_of(values).data()));
  }
}

Values read_cell(hid_t dataset, std::size_t rank, std::size_t place) {
  const CellSpace space(dataset, rank, place);
  const h5::Handle type(H5Dget_type(dataset));
  if (H5Tget_class(type) == H5T_FLOAT) {
    return read_part<double>(dataset, H5T_NATIVE_DOUBLE, space);
  }
  if (H5Tget_class(type) != H5T_INTEGER) {
    throw h5::Error("it does not hold numbers");
  }
  return H5Tget_size(type) == 1 ? Values(read_part<std::int8_t>(dataset, H5T_NATIVE_INT8, space))
                                : Values(read_part<std::int64_t>(dataset, H5T_NATIVE_INT64, space));
}

void check_digest(hid_t dataset, std::size_t rank) {
  const std::string noted = h5::text_attribute(dataset, digest_attribute);
  if (noted.empty()) {
    return;
  }
  const std::size_t places = places_of(read_shape(dataset), rank);
  Sha256 sum;
  for (std::size_t place = 0; place < places; ++place) {
    add_values(read_cell(dataset, rank, place), sum);
  }
  if (sum.words() != noted) {
    throw h5::Error(changed_values);
  }
}

}  // namespace engram::store
