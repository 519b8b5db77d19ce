#include "store/cell_values.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "h5/layout.hpp"
#include "store/digest.hpp"
#include "store/format.hpp"
#include "store/sha256.hpp"
#include "system/reading.hpp"

namespace engram::store {

std::size_t places_of(const std::vector<Index>& shape, std::size_t rank) {
  return std::accumulate(shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(rank), std::size_t{1},
                         [](std::size_t all, Index extent) { return all * static_cast<std::size_t>(extent); });
}

bool is_large(hid_t dataset, std::size_t rank) {
  constexpr std::size_t most_at_once = std::size_t{32} << 20U;
  const std::vector<Index> shape = read_shape(dataset);
  const std::vector<Index> part(shape.begin() + static_cast<std::ptrdiff_t>(rank), shape.end());
  const h5::Handle type(H5Dget_type(dataset));
  // Numbers of fewer bytes are read as eight, unless they have one.
  const std::size_t bytes_each = H5Tget_size(type) == 1 ? 1 : sizeof(double);
  return H5Tget_class(type) != H5T_STRING && places_of(part, part.size()) * bytes_each > most_at_once;
}

h5::Handle create_empty_dataset(hid_t group, const Dataset& outline, const Values& sample) {
  const NumberTypes types = number_types(sample);
  const h5::Handle creation = h5::creation_of(outline.shape, H5Tget_size(types.stored), bytes_of(sample));
  const h5::Handle space = space_of(outline.shape);
  return h5::Handle(H5Dcreate2(group, outline.name.c_str(), types.stored, space, H5P_DEFAULT, creation, H5P_DEFAULT));
}

namespace {

/// A part of a dataset, in the file and in memory.
struct PartSpace {
  PartSpace(hid_t dataset, const std::vector<hsize_t>& start, const std::vector<hsize_t>& extents)
      : file(H5Dget_space(dataset)) {
    for (const hsize_t extent : extents) {
      count *= extent;
    }
    if (count > 0 && !extents.empty()) {
      h5::check(H5Sselect_hyperslab(file, H5S_SELECT_SET, start.data(), nullptr, extents.data(), nullptr));
    }
    const hsize_t in_memory = count;
    memory = h5::Handle(H5Screate_simple(1, &in_memory, nullptr));
  }

  h5::Handle file;
  h5::Handle memory;
  std::size_t count = 1;
};

struct Part {
  std::vector<hsize_t> start;
  std::vector<hsize_t> extents;
};

/// The part at one place of the first dimensions.
Part part_at(const std::vector<Index>& shape, std::size_t rank, std::size_t place) {
  Part part{std::vector<hsize_t>(shape.size(), 0), {shape.begin(), shape.end()}};
  for (std::size_t dimension = rank; dimension-- > 0;) {
    const auto extent = static_cast<std::size_t>(shape[dimension]);
    part.start[dimension] = place % extent;
    place /= extent;
    part.extents[dimension] = 1;
  }
  return part;
}

PartSpace space_at(hid_t dataset, std::size_t rank, std::size_t place) {
  const Part part = part_at(read_shape(dataset), rank, place);
  return {dataset, part.start, part.extents};
}

template <class Number>
std::vector<Number> read_part(hid_t dataset, hid_t type, const PartSpace& space) {
  std::vector<Number> numbers(space.count);
  if (space.count > 0) {
    h5::check(H5Dread(dataset, type, space.memory, space.file, H5P_DEFAULT, numbers.data()));
  }
  return numbers;
}

Values read_numbers_in(hid_t dataset, const PartSpace& space) {
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

}  // namespace

void write_cell(hid_t dataset, std::size_t rank, std::size_t place, const Values& values) {
  const PartSpace space = space_at(dataset, rank, place);
  if (space.count > 0) {
    h5::check(H5Dwrite(dataset, number_types(values).given, space.memory, space.file, H5P_DEFAULT,
                       bytes_of(values).data()));
  }
}

Values read_cell(hid_t dataset, std::size_t rank, std::size_t place) {
  return read_numbers_in(dataset, space_at(dataset, rank, place));
}

Pieces::Pieces(const std::vector<Index>& shape, std::size_t rank, std::size_t place)
    : shape_(shape), rank_(rank), place_(place), split_(rank) {
  constexpr std::size_t most_values = std::size_t{1} << 20U;
  std::size_t after = 1;
  for (std::size_t dimension = shape.size(); dimension-- > rank;) {
    const auto extent = static_cast<std::size_t>(shape[dimension]);
    if (extent == 0) {
      split_ = rank;
      rows_ = 1;
      count_ = 0;
      return;
    }
    split_ = dimension;
    rows_ = std::min(extent, std::max<std::size_t>(most_values / after, 1));
    if (rows_ < extent) {
      break;
    }
    after *= extent;
  }
  if (split_ < shape.size()) {
    const auto extent = static_cast<std::size_t>(shape[split_]);
    count_ = (extent + rows_ - 1) / rows_;
    for (std::size_t dimension = rank; dimension < split_; ++dimension) {
      count_ *= static_cast<std::size_t>(shape[dimension]);
    }
  }
}

Values Pieces::read(hid_t dataset, std::size_t piece) const {
  Part part = part_at(shape_, rank_, place_);
  if (split_ < shape_.size()) {
    const auto extent = static_cast<std::size_t>(shape_[split_]);
    const std::size_t along = (extent + rows_ - 1) / rows_;
    const std::size_t first = piece % along * rows_;
    part.start[split_] = first;
    part.extents[split_] = std::min(rows_, extent - first);
    piece /= along;
    for (std::size_t dimension = split_; dimension-- > rank_;) {
      const auto whole = static_cast<std::size_t>(shape_[dimension]);
      part.start[dimension] = piece % whole;
      part.extents[dimension] = 1;
      piece /= whole;
    }
  }
  return read_numbers_in(dataset, {dataset, part.start, part.extents});
}

void check_digest(hid_t dataset) {
  (void)count_values(dataset);
  const std::string noted = h5::text_attribute(dataset, digest_attribute);
  const Pieces pieces(read_shape(dataset));
  Sha256 sum;
  for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
    add_values(pieces.read(dataset, piece), sum);
    system::Reading::part_done();
  }
  if (!noted.empty() && sum.words() != noted) {
    throw h5::Error(changed_values);
  }
}

}  // namespace engram::store
