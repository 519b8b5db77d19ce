// The chunks of large datasets.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <engram/index.hpp>

#include "catch.hpp"
#include "h5/layout.hpp"
#include "working_folder.hpp"

using engram::Index;
using engram::h5::chunk_of;

namespace {

using Shape = std::vector<Index>;

/// Writes values as chunks, and returns what HDF5 reads; empty if nothing was written.
template <class Number>
std::vector<Number> read_back(const std::filesystem::path& path, const Shape& shape, hid_t stored, hid_t given,
                              const std::vector<Number>& values) {
  namespace h5 = engram::h5;
  const h5::Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
  const std::vector<hsize_t> extents(shape.begin(), shape.end());
  const h5::Handle space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
  const auto bytes = std::as_bytes(std::span(values));
  const h5::Handle creation = h5::creation_of(shape, sizeof(Number), bytes);
  const h5::Handle dataset(H5Dcreate2(file, "values", stored, space, H5P_DEFAULT, creation, H5P_DEFAULT));
  if (!h5::write_chunks(dataset, given, shape, bytes)) {
    return {};
  }
  CHECK(H5Dget_storage_size(dataset) < bytes.size());
  std::vector<Number> read(values.size());
  h5::check(H5Dread(dataset, given, H5S_ALL, H5S_ALL, H5P_DEFAULT, read.data()));
  return read;
}

/// Whole numbers that repeat, so that compression pays.
template <class Number>
std::vector<Number> steps(const Shape& shape) {
  const Index count = std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>());
  std::vector<Number> values(static_cast<std::size_t>(count));
  for (std::size_t at = 0; at < values.size(); ++at) {
    values[at] = static_cast<Number>(at / 7 % 100);
  }
  return values;
}

}  // namespace

TEST_CASE("layout: chunks that are written past the filters are what HDF5 reads, whatever the shape") {
  const engram::test::WorkingFolder folder;
  for (const Shape& shape : {Shape{1},
                             {5000},
                             {40000},
                             {3, 100},
                             {10000, 10},
                             {4, 40000},
                             {4, 100, 1000},
                             {5, 8, 1024},
                             {7, 5, 33000},
                             {1, 1, 33000},
                             {2, 1, 33000, 1},
                             {300000},
                             {3, 300000}}) {
    CAPTURE(shape);
    const auto reals = steps<double>(shape);
    CHECK(read_back("r.h5", shape, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, reals) ==
          (shape == Shape{1} ? std::vector<double>() : reals));
    const auto small = steps<std::int8_t>(shape);
    CHECK(read_back("r.h5", shape, H5T_STD_I8LE, H5T_NATIVE_INT8, small) ==
          (shape == Shape{1} ? std::vector<std::int8_t>() : small));
  }
}

TEST_CASE("layout: values of another type than those of the file are left to HDF5") {
  const engram::test::WorkingFolder folder;
  CHECK(read_back("r.h5", {5000}, H5T_IEEE_F64BE, H5T_NATIVE_DOUBLE, steps<double>({5000})).empty());
}

TEST_CASE("layout: a chunk has at most 256 KiB, and whole rows as far as they fit") {
  const std::vector<std::pair<Shape, Shape>> table{{{10}, {10}},
                                                   {{32768}, {32768}},
                                                   {{40000}, {32768}},
                                                   {{3, 10}, {3, 10}},
                                                   {{10000, 10}, {3276, 10}},
                                                   {{100, 40000}, {1, 32768}},
                                                   {{4, 100, 1000}, {1, 32, 1000}},
                                                   {{4, 8, 1024}, {4, 8, 1024}},
                                                   {{5, 8, 1024}, {4, 8, 1024}},
                                                   {{2, 0}, {1, 1}},
                                                   {{5, 20000}, {1, 20000}},
                                                   {{7, 5, 32768}, {1, 1, 32768}}};
  for (const auto& [shape, chunk] : table) {
    CAPTURE(shape);
    CHECK(chunk_of(shape, 8) == chunk);
  }
  CHECK(chunk_of({300000}, 1) == Shape{262144});
  CHECK(chunk_of({3, 2}, 1 << 20) == Shape{1, 1});
}
