#include "plugins/pattern_sources/array.cpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include <hdf5.h>

#include "catch.hpp"
#include "pattern_files.hpp"

using namespace engram;
using test::columns;
using test::complaint;
using test::PatternFolder;
using test::patterns_of;

namespace {

Array array(const std::string& file, const std::string& dataset = "") {
  Array source;
  source.file = file;
  source.dataset = dataset;
  return source;
}

/// A .npy file, as numpy writes it, with the given values.
std::string npy(const std::string& type, const std::string& shape, const std::string& values, char version = 1,
                const std::string& fortran_order = "False") {
  std::string header = "{'descr': " + type + ", 'fortran_order': " + fortran_order + ", 'shape': " + shape + ", }";
  header += std::string(64, ' ') + "\n";
  std::string bytes = "\x93NUMPY";
  bytes += {version, '\0', static_cast<char>(header.size()), '\0'};
  if (version > 1) {
    bytes += std::string(2, '\0');
  }
  return bytes + header + values;
}

/// A .npy file of three images of 1 x 2 bytes.
std::string npy_images() {
  return npy("'|u1'", "(3, 1, 2)", "\x01\x02\x03\x04\x05\x06");
}

std::vector<std::int64_t> image_shape(const PatternSource& source) {
  MemoryRecorder recorder;
  source.record(recorder);
  return recorder.datasets.empty() ? std::vector<std::int64_t>()
                                   : std::get<std::vector<std::int64_t>>(recorder.find("image_shape").values);
}

/// Adds a dataset to an open HDF5 file, in a group where its path names one.
void add(hid_t file, const std::string& path, const std::vector<hsize_t>& shape, const std::vector<double>& values,
         hid_t type = H5T_NATIVE_DOUBLE) {
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  const hid_t space =
      shape.empty() ? H5Screate(H5S_SCALAR) : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
  const hid_t dataset = H5Dcreate2(file, path.c_str(), type, space, links, H5P_DEFAULT, H5P_DEFAULT);
  REQUIRE(dataset >= 0);
  if (!values.empty()) {
    REQUIRE(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  }
  H5Dclose(dataset);
  H5Sclose(space);
  H5Pclose(links);
}

/// An HDF5 file with numbers, images, a text and what is no list of patterns.
std::string hdf5(const PatternFolder& folder, const std::string& name) {
  std::string path = folder / name;
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  REQUIRE(file >= 0);
  add(file, "data/patterns", {3, 2}, {1, 2, 3, 4, 5, 6.5});
  add(file, "data/images", {2, 2, 1}, {1, 2, 3, 4}, H5T_STD_I16BE);
  add(file, "broken", {2, 2}, {1, 2, 3, std::numeric_limits<double>::infinity()});
  add(file, "number", {}, {1});
  add(file, "text", {2, 2}, {}, H5T_C_S1);
  add(file, "void", {2, 0}, {});
  H5Fclose(file);
  return path;
}

}  // namespace

TEST_CASE("array: npy files of every version, in the order of C and of Fortran") {
  const PatternFolder folder;
  for (const char version : {char{1}, char{2}, char{3}}) {
    auto rows = array(folder.write("a.npy", npy("'|i1'", "(2, 3)", "\x01\x02\x03\x04\x05\x06", version)));
    CHECK(patterns_of(rows) == columns({{1, 2, 3}, {4, 5, 6}}));
    auto fortran = array(folder.write("b.npy", npy("'|i1'", "(2, 3)", "\x01\x04\x02\x05\x03\x06", version, "True")));
    CHECK(patterns_of(fortran) == columns({{1, 2, 3}, {4, 5, 6}}));
  }
}

TEST_CASE("array: the axes behind the first are a pattern's values, the last one running fastest") {
  const PatternFolder folder;
  auto rows = array(folder.write("a.npy", npy("'|u1'", "(2, 2, 3)", "\1\2\3\4\5\6\7\10\11\12\13\14")));
  // The same array with its first axis running fastest.
  auto fortran = array(folder.write("b.npy", npy("'|u1'", "(2, 2, 3)", "\1\7\4\12\2\10\5\13\3\11\6\14", 1, "True")));
  const Matrix expected = columns({{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}});
  CHECK(patterns_of(rows) == expected);
  CHECK(patterns_of(fortran) == expected);
  CHECK(image_shape(rows) == std::vector<std::int64_t>{2, 3});
  fortran.count = 1;
  CHECK(patterns_of(fortran) == expected.leftCols(1));
}

TEST_CASE("array: patterns of one axis have no image's shape") {
  const PatternFolder folder;
  auto source = array(folder.write("a.npy", npy("'|u1'", "(2, 2)", "\1\2\3\4")));
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}}));
  CHECK(image_shape(source).empty());
  source.threshold = Binarisation::Threshold::mean;
  CHECK(patterns_of(source) == columns({{-1, 1}, {-1, 1}}));
}

TEST_CASE("array: every type of values in both byte orders") {
  const PatternFolder folder;
  const auto value = [&](const std::string& type, std::string bytes) {
    auto little = array(folder.write("a.npy", npy("'<" + type + "'", "(1, 1)", bytes)));
    auto big = array(folder.write("b.npy", npy("'>" + type + "'", "(1, 1)", {bytes.rbegin(), bytes.rend()})));
    CHECK(patterns_of(little) == patterns_of(big));
    return patterns_of(little)(0, 0);
  };
  const std::string ones(7, '\xff');
  CHECK(value("f4", std::string("\x00\x00\x20\xc0", 4)) == -2.5);
  CHECK(value("f8", std::string("\x00\x00\x00\x00\x00\x00\x04\x40", 8)) == 2.5);
  CHECK(value("i1", "\xfe") == -2.0);
  CHECK(value("i2", "\xfe\xff") == -2.0);
  CHECK(value("i4", "\xfe" + ones.substr(0, 3)) == -2.0);
  CHECK(value("i8", "\xfe" + ones) == -2.0);
  CHECK(value("u1", "\xfe") == 254.0);
  CHECK(value("u2", "\xfe\xff") == 65534.0);
  CHECK(value("u4", "\xfe" + ones.substr(0, 3)) == 4294967294.0);
  CHECK(value("u8", std::string("\x02\x00\x00\x00\x01\x00\x00\x00", 8)) == 4294967298.0);
  CHECK(value("b1", "\x01") == 1.0);
  CHECK(value("f2", std::string("\x00\xc1", 2)) == -2.5);
  CHECK(value("f2", std::string("\x01\x00", 2)) == std::ldexp(1.0, -24));
  CHECK(value("f2", std::string("\xff\x7b", 2)) == 65504.0);
}

TEST_CASE("array: npy files that hold no patterns are refused") {
  const PatternFolder folder;
  const auto refusal = [&](const std::string& bytes) {
    return complaint(array(folder.write("a.npy", bytes)), folder);
  };
  CHECK(refusal("\x89HDF") == "file: 'a.npy' is neither a file of numpy (.npy, .npz) nor of HDF5 nor of MATLAB");
  CHECK(refusal(npy_images().substr(0, 8)) == "file: 'a.npy' is truncated: its header is incomplete");
  CHECK(refusal(npy_images().substr(0, 50)) ==
        "file: 'a.npy' is truncated: its header ends at byte 137, and there are 50");
  CHECK(refusal(npy_images().substr(0, 141)) ==
        "file: 'a.npy' is truncated: 3 x 1 x 2 values need 143 bytes, and there are "
        "141");
  CHECK(refusal(npy("'|u1'", "(1, 1)", "\1", 4)) ==
        "file: 'a.npy' is of version 4.0 of the format; versions are 1.0, 2.0 and 3.0");
  const std::string types = "; types are f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1, of either byte order";
  CHECK(refusal(npy("'<c16'", "(1, 1)", "")) == "file: 'a.npy' holds values of type '<c16'" + types);
  CHECK(refusal(npy("''", "(1, 1)", "")) == "file: 'a.npy' holds values of type ''" + types);
  CHECK(refusal(npy("[('x', '<f8')]", "(1, 1)", "")) == "file: 'a.npy' holds values of several fields each" + types);
  CHECK(refusal(npy("'|u1'", "(3,)", "\1\2\3")) ==
        "file: the array in 'a.npy' has 1 axis; patterns need 2 or more, the first of which counts them");
  CHECK(refusal(npy("'|u1'", "()", "\1")) ==
        "file: the array in 'a.npy' has 0 axes; patterns need 2 or more, the first of which counts them");
  CHECK(refusal(npy("'|u1'", "(0, 3)", "")) == "file: 'a.npy' has no values: its shape is 0 x 3");
  CHECK(refusal(npy("'|u1'", "(99999999999999999999, 3)", "")) ==
        "file: 'a.npy' is damaged: its shape is (99999999999999999999, 3)");
  CHECK(refusal(npy("'|u1'", "(4000000000000, 4000000000000)", "")) ==
        "file: 'a.npy' is truncated: 4000000000000 x 4000000000000 values need 1.6e+25 bytes, and there are 158");
  std::string damaged = npy_images();
  damaged.replace(damaged.find("shape"), 5, "shade");
  CHECK(refusal(damaged) == "file: 'a.npy' is damaged: its header has no 'shape'");
  std::string garbage = npy_images();
  garbage.replace(garbage.find('{'), 1, "x");
  CHECK(refusal(garbage) == "file: 'a.npy' is damaged: its header is not a dictionary of Python");
  std::string minor = npy_images();
  minor[7] = '\x05';
  CHECK(refusal(minor) == "file: 'a.npy' is of version 1.5 of the format; versions are 1.0, 2.0 and 3.0");
  std::string order = npy_images();
  order.replace(order.find("False"), 5, "Maybe");
  CHECK(refusal(order) == "file: 'a.npy' is damaged: its fortran_order is Maybe");
  CHECK(refusal(npy("'<f4'", "(1, 2)", std::string("\x00\x00\x00\x00\x00\x00\xc0\x7f", 8))) ==
        "file: 'a.npy': unit 1 of pattern 0, both counted from 0, is nan; values have to be finite");
}

TEST_CASE("array: parameters that do not fit the file are refused") {
  const PatternFolder folder;
  const std::string file = folder.write("a.npy", npy_images());
  CHECK(complaint(array(file, "x"), folder) ==
        "dataset: 'a.npy' is an .npy file, which holds one array without a name; leave dataset out");
  CHECK(complaint(array(folder.write("a.txt", "1 2 3")), folder) ==
        "file: 'a.txt' is neither a file of numpy (.npy, .npz) nor of HDF5 nor of MATLAB");
  CHECK(complaint(array(folder.write("a.nc", "CDF\x01")), folder) ==
        "file: 'a.nc' is a netCDF file of the classic format; nccopy -k nc4 makes one that can be read");
  CHECK(complaint(array(folder.write("a.npy.gz", "\x1f\x8b\x08")), folder) ==
        "file: 'a.npy.gz' is compressed by gzip; unpack it with gunzip first");
  CHECK(complaint(array(folder / "b.npy"), folder) ==
        "file: cannot open 'b.npy': No such file or directory; did you mean 'a.npy'?");
  auto source = array(file);
  source.count = 4;
  CHECK(complaint(source, folder) == "count: count is 4; 'a.npy' has 3 patterns");
}

TEST_CASE("array: datasets of HDF5") {
  const PatternFolder folder;
  auto patterns = array(hdf5(folder, "a.h5"), "data/patterns");
  CHECK(patterns_of(patterns) == columns({{1, 2}, {3, 4}, {5, 6.5}}));
  CHECK(image_shape(patterns).empty());
  patterns.count = 2;
  CHECK(patterns_of(patterns) == columns({{1, 2}, {3, 4}}));
  auto images = array(hdf5(folder, "a.whatever"), "/data/images");
  CHECK(patterns_of(images) == columns({{1, 2}, {3, 4}}));
  CHECK(image_shape(images) == std::vector<std::int64_t>{2, 1});
}

TEST_CASE("array: the only dataset of numbers needs no name") {
  const PatternFolder folder;
  const std::string path = folder / "a.h5";
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  add(file, "data/patterns", {2, 2}, {1, 2, 3, 4});
  add(file, "number", {}, {1});
  add(file, "text", {2, 2}, {}, H5T_C_S1);
  H5Fclose(file);
  auto patterns = array(path);
  CHECK(patterns_of(patterns) == columns({{1, 2}, {3, 4}}));
}

TEST_CASE("array: transpose takes the last axis for the one that counts patterns, with count and a threshold too") {
  const PatternFolder folder;
  auto rows = array(folder.write("a.npy", npy("'|u1'", "(2, 3)", "\1\2\3\4\5\6")));
  auto fortran = array(folder.write("b.npy", npy("'|u1'", "(2, 3)", "\1\4\2\5\3\6", 1, "True")));
  auto images = array(folder.write("c.npy", npy("'|u1'", "(2, 1, 3)", "\1\2\3\4\5\6")));
  auto dataset = array(hdf5(folder, "a.h5"), "data/patterns");
  for (Array* source : {&rows, &fortran, &images, &dataset}) {
    source->transpose = true;
  }
  const Matrix expected = columns({{1, 4}, {2, 5}, {3, 6}});
  CHECK(patterns_of(rows) == expected);
  CHECK(patterns_of(fortran) == expected);
  CHECK(patterns_of(images) == expected);
  CHECK(image_shape(rows).empty());
  CHECK(image_shape(images) == std::vector<std::int64_t>{2, 1});
  CHECK(patterns_of(dataset) == columns({{1, 3, 5}, {2, 4, 6.5}}));
  rows.count = 2;
  CHECK(patterns_of(rows) == expected.leftCols(2));
  rows.threshold = Binarisation::Threshold::mean;
  CHECK(patterns_of(rows) == columns({{-1, 1}, {-1, 1}}));
  rows.count = 4;
  CHECK(complaint(rows, folder) == "count: count is 4; 'a.npy' has 3 patterns");
}

TEST_CASE("array: truth values as h5py writes them, an enumeration") {
  const PatternFolder folder;
  const std::string path = folder / "truth.h5";
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t type = H5Tenum_create(H5T_STD_I8LE);
  const std::int8_t no = 0;
  const std::int8_t yes = 1;
  H5Tenum_insert(type, "FALSE", &no);
  H5Tenum_insert(type, "TRUE", &yes);
  const hsize_t extents[] = {2, 2};
  const hid_t space = H5Screate_simple(2, extents, nullptr);
  const hid_t dataset = H5Dcreate2(file, "truth", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const std::int8_t values[] = {1, 0, 0, 1};
  REQUIRE(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
  H5Dclose(dataset);
  H5Sclose(space);
  H5Tclose(type);
  H5Fclose(file);
  auto patterns = array(path, "truth");
  CHECK(patterns_of(patterns) == columns({{1, 0}, {0, 1}}));
}

TEST_CASE("array: datasets that hold no patterns are refused") {
  const PatternFolder folder;
  const std::string file = hdf5(folder, "a.h5");
  const auto refusal = [&](const std::string& dataset) { return complaint(array(file, dataset), folder); };
  const std::string there = "datasets in 'a.h5' are broken, data/images, data/patterns, number, text, void";
  CHECK(refusal("") == "dataset: dataset has to name one of the file's datasets; " + there);
  CHECK(refusal("data/paterns") ==
        "dataset: there is no dataset 'data/paterns'; " + there + "; did you mean 'data/patterns'?");
  CHECK(refusal("data") == "dataset: there is no dataset 'data'; " + there);
  CHECK(refusal("text") ==
        "dataset: 'text' in 'a.h5' holds no numbers; values have to be whole or floating-point numbers");
  CHECK(refusal("number") ==
        "dataset: the array in 'a.h5' has 0 axes; patterns need 2 or more, the first of which counts them");
  CHECK(refusal("void") == "dataset: 'a.h5' has no values: its shape is 2 x 0");
  CHECK(refusal("broken") ==
        "file: 'a.h5': unit 1 of pattern 1, both counted from 0, is inf; values have to be finite");
}

TEST_CASE("array: HDF5 files that cannot be read are refused") {
  const PatternFolder folder;
  CHECK(complaint(array(folder / "a.h5", "x"), folder) == "file: cannot open 'a.h5': No such file or directory");
  CHECK(complaint(array(folder.write("b.h5", "no such thing"), "x"), folder) ==
        "file: 'b.h5' is neither a file of numpy (.npy, .npz) nor of HDF5 nor of MATLAB");
  const std::string file = hdf5(folder, "whole.h5");
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  CHECK_THAT(complaint(array(file, "data/patterns"), folder),
             Catch::Matchers::StartsWith("file: cannot read 'whole.h5': truncated file: "));
  const hid_t empty = H5Fcreate((folder / "empty.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(empty);
  CHECK(complaint(array(folder / "empty.h5", "x"), folder) ==
        "dataset: there is no dataset 'x'; 'empty.h5' has no dataset");
}
