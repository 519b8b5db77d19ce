#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "plugins/pattern_sources/array.cpp"
#include "plugins/pattern_sources/biased.cpp"
#include "plugins/pattern_sources/correlated.cpp"
#include "plugins/pattern_sources/csv.cpp"
#include "plugins/pattern_sources/idx.cpp"
#include "plugins/pattern_sources/images.cpp"
#include "plugins/pattern_sources/sparse.cpp"
#include "program.hpp"

using namespace engram;
using namespace std::string_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

using Threshold = Binarisation::Threshold;

Matrix generated(const PatternSource& source) {
  Matrix patterns(source.pattern_size(), source.pattern_count());
  source.generate(RandomStreams(1, "patterns"), patterns);
  return patterns;
}

template <class Source>
Source reading(const std::filesystem::path& file) {
  Source source;
  source.file = file.string();
  return source;
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(number >> static_cast<unsigned>(shift)));
  }
  return bytes;
}

std::string npy(const std::string& header, const std::string& data) {
  return "\x93NUMPY\x01"s + '\0' + static_cast<char>(header.size()) + '\0' + header + data;
}

}  // namespace

TEST_CASE("biased, sparse and correlated patterns have the statistics that they name") {
  plugins::Biased biased;
  biased.count = 10;
  biased.size = 10000;
  biased.probability = 0.2;
  CHECK(generated(biased).mean() == Approx(-0.6).margin(0.01));
  plugins::Sparse sparse;
  sparse.count = 5;
  sparse.size = 200;
  sparse.activity = 0.05;
  CHECK(generated(sparse).colwise().sum() == Matrix::Constant(1, 5, 10.0));
  sparse.coding = plugins::Sparse::Coding::signs;
  CHECK(generated(sparse).colwise().sum() == Matrix::Constant(1, 5, -180.0));
  plugins::Correlated correlated;
  correlated.count = 6;
  correlated.size = 20000;
  correlated.correlation = 0.7;
  correlated.ancestors = 2;
  const Matrix patterns = generated(correlated);
  const Matrix overlaps = patterns.transpose() * patterns / 20000.0;
  CHECK(overlaps(0, 2) == Approx(0.49).margin(0.03));
  CHECK(overlaps(1, 5) == Approx(0.49).margin(0.03));
  CHECK(overlaps(0, 1) == Approx(0.0).margin(0.03));
  // More patterns leave the first ones as they were.
  correlated.count = 9;
  CHECK(generated(correlated).leftCols(6) == patterns);
}

TEST_CASE("binarise: thresholds are the mean, the median, Otsu's, or a level") {
  const Vector values = (Vector(6) << 0.0, 0.1, 0.2, 0.3, 0.9, 1.0).finished();
  const auto ones = [&](Threshold threshold, double level = 0.0) {
    Binarisation binarisation;
    binarisation.threshold = threshold;
    binarisation.level = level;
    Vector pattern = values;
    binarisation.apply(pattern);
    CHECK((pattern.array().abs() == 1.0).all());
    return (pattern.array() == 1.0).count();
  };
  CHECK(ones(Threshold::mean) == 2);
  CHECK(ones(Threshold::median) == 3);
  CHECK(ones(Threshold::otsu) == 2);
  CHECK(ones(Threshold::level, 0.05) == 5);
  // Nothing lies above the threshold of a pattern that is the same everywhere.
  Binarisation otsu;
  otsu.threshold = Threshold::otsu;
  Vector flat = Vector::Constant(4, 0.5);
  otsu.apply(flat);
  CHECK(flat == Vector::Constant(4, -1.0));
}

TEST_CASE("images: grey values of a PGM, in the order of the names, as they are or resized") {
  const test::Workshop folder;
  folder.write("b.pgm", "P5 3 2 255\n\x00\x33\x66\x99\xcc\xff"s);
  folder.write("a.pgm", "P5 3 2 255\n\xff\xff\xff\xff\xff\xff"s);
  plugins::Images images;
  images.files = {(folder / "*.pgm").string()};
  images.check();
  const Matrix patterns = generated(images);
  REQUIRE(patterns.rows() == 6);
  CHECK(patterns.col(0).isApprox(Vector::Ones(6), 1e-6));
  CHECK(patterns.col(1).isApprox((Vector(6) << 0, 0.2, 0.4, 0.6, 0.8, 1).finished(), 1e-6));
  MemoryRecorder recorder;
  images.record(recorder);
  CHECK(std::get<std::vector<std::string>>(recorder.find("image").values) ==
        std::vector<std::string>{"a.pgm", "b.pgm"});
  CHECK(std::get<std::vector<std::int64_t>>(recorder.find("image_shape").values) == std::vector<std::int64_t>{2, 3});
  plugins::Images small;
  small.files = {(folder / "b.pgm").string()};
  small.size = {1, 1};
  small.filter = plugins::Images::Filter::box;
  small.check();
  CHECK(generated(small)(0, 0) == Approx(0.5).margin(0.01));
}

TEST_CASE("images: files that are missing, unreadable, cut off or of different sizes are refused") {
  const test::Workshop folder;
  folder.write("good.pgm", "P5 3 2 255\nabcdef");
  folder.write("other.pgm", "P5 2 2 255\nabcd");
  folder.write("short.pgm", "P5 3 2 255\nabc");
  folder.write("short.jpg",
               "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
               "\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00\xff\xda\x00\x08"s);
  folder.write("text.png", "this is no image");
  folder.write("empty.png", "");
  const auto message = [&](const std::vector<std::string>& names) {
    plugins::Images images;
    for (const std::string& name : names) {
      images.files.push_back((folder / name).string());
    }
    try {
      images.check();
    } catch (const ParameterError& error) {
      CHECK(error.parameter() == "files");
      return std::string(error.what());
    }
    return "no error"s;
  };
  CHECK(message({"good.pgm"}) == "no error");
  CHECK_THAT(message({"god.pgm"}), Contains("there is no file '") && EndsWith("god.pgm'; did you mean 'good.pgm'?"));
  CHECK_THAT(message({"*.gif"}), StartsWith("no file matches '") && EndsWith("*.gif'"));
  CHECK_THAT(message({"short.pgm"}),
             EndsWith("cannot be read as an image: it is cut off; PNG, JPEG, PGM, BMP and GIF "
                      "can"));
  CHECK_THAT(message({"short.jpg"}), Contains("cannot be read as an image: "));
  CHECK_THAT(message({"text.png"}), Contains("cannot be read as an image: "));
  CHECK_THAT(message({"empty.png"}), Contains("cannot be read as an image: it is empty"));
  CHECK(message({"good.pgm", "other.pgm"}) ==
        "images of different sizes need a `size: [height, width]`: good.pgm has 2 x 3 pixels, other.pgm has 2 x 2");
  plugins::Images images;
  images.files = {(folder / "good.pgm").string()};
  images.size = {3};
  CHECK_THROWS_WITH(images.check(), "size takes [height, width]");
}

TEST_CASE("csv: numbers, labels, and units that stand for labels") {
  const test::Workshop folder;
  const auto file = folder.write("digits.csv", "x,y,label\r\n1, 2 ,seven\n3,4,one\n\n5,6,seven\n");
  auto csv = reading<plugins::Csv>(file);
  csv.skip_lines = 1;
  csv.label_column = 2;
  csv.label_units = true;
  csv.check();
  CHECK(generated(csv) == (Matrix(4, 3) << 1, 3, 5, 2, 4, 6, -1, 1, -1, 1, -1, 1).finished());
  MemoryRecorder recorder;
  csv.record(recorder);
  CHECK(std::get<std::vector<std::string>>(recorder.find("label").values) ==
        std::vector<std::string>{"seven", "one", "seven"});
  auto few = reading<plugins::Csv>(file);
  few.skip_lines = 1;
  few.label_column = 2;
  few.per_label = 1;
  few.check();
  CHECK(few.pattern_count() == 2);
  few.threshold = Threshold::level;
  few.level = 2.5;
  CHECK(generated(few) == (Matrix(2, 2) << -1, 1, -1, 1).finished());
}

TEST_CASE("csv: mistakes in the file are told with their line") {
  const test::Workshop folder;
  const auto message = [&](const std::string& text, const auto& set) {
    auto csv = reading<plugins::Csv>(folder.write("a.csv", text));
    set(csv);
    try {
      csv.check();
    } catch (const ParameterError& error) {
      return error.parameter() + ": " + error.what();
    }
    return "no error"s;
  };
  const auto nothing = [](plugins::Csv&) {};
  CHECK(message("1,2\n", nothing) == "no error");
  CHECK_THAT(message("1,2\n3,four\n", nothing),
             EndsWith("a.csv:2: 'four' in column 1 is no number; lines that are no "
                      "patterns can be left out with skip_lines"));
  CHECK_THAT(message("1,2\n3\n", nothing), EndsWith("a.csv:2: 1 numbers, where the lines before have 2"));
  CHECK_THAT(message("", nothing), StartsWith("file: ") && EndsWith("a.csv holds no patterns"));
  CHECK_THAT(message("1,nan\n", nothing), EndsWith("value 1 of pattern 0 is no finite number"));
  CHECK_THAT(message("1,2\n", [](plugins::Csv& csv) { csv.label_column = 5; }),
             StartsWith("label_column: ") && EndsWith("a.csv:1: there is no column 5; columns are 0 to 1"));
  CHECK_THAT(message("1,2\n", [](plugins::Csv& csv) { csv.count = 3; }),
             EndsWith("a.csv has 1 patterns to give, not 3"));
  CHECK_THAT(message("1,2\n", [](plugins::Csv& csv) { csv.label_units = true; }),
             StartsWith("label_units: ") && EndsWith("has no labels that were asked for"));
  CHECK_THAT(message("1,2\n", [](plugins::Csv& csv) { csv.separator = "; "; }),
             EndsWith("separator takes one character"));
  CHECK_THAT(message("1,2\n", [](plugins::Csv& csv) { csv.file = "/nowhere.csv"; }),
             Contains("'/nowhere.csv' cannot be read: "));
}

TEST_CASE("idx: images and their labels; what is no such file, or cut off, is refused") {
  const test::Workshop folder;
  const std::string header = "\0\0\x08\x03"s + big_endian(2) + big_endian(1) + big_endian(3);
  auto idx = reading<plugins::Idx>(folder.write("images", header + "\x00\x01\x02\xfd\xfe\xff"s));
  idx.labels_file = folder.write("labels", "\0\0\x08\x01"s + big_endian(2) + "\x07\x03"s).string();
  idx.check();
  CHECK(generated(idx) == (Matrix(3, 2) << 0, 253, 1, 254, 2, 255).finished());
  MemoryRecorder recorder;
  idx.record(recorder);
  CHECK(std::get<std::vector<std::string>>(recorder.find("label").values) == std::vector<std::string>{"7", "3"});
  CHECK(std::get<std::vector<std::int64_t>>(recorder.find("image_shape").values) == std::vector<std::int64_t>{1, 3});
  auto shorts = reading<plugins::Idx>(
      folder.write("shorts", "\0\0\x0b\x02"s + big_endian(1) + big_endian(2) + "\xff\xfe\x01\x00"s));
  shorts.check();
  CHECK(generated(shorts) == (Matrix(2, 1) << -2, 256).finished());
  CHECK_THROWS_WITH(reading<plugins::Idx>(folder.write("short", header + "\x00"s)).check(),
                    EndsWith("short' is cut off: it needs 22 bytes and has 17"));
  CHECK_THROWS_WITH(reading<plugins::Idx>(folder.write("text", "abcdefgh")).check(),
                    Contains("is no IDX file: it does not begin with"));
  CHECK_THROWS_WITH(reading<plugins::Idx>(folder.write("packed", "\x1f\x8b\x08\x00"s)).check(),
                    EndsWith("is compressed; gunzip it first"));
  idx = reading<plugins::Idx>(folder / "images");
  idx.labels_file = folder.write("one", "\0\0\x08\x01"s + big_endian(1) + "\x07"s).string();
  CHECK_THROWS_WITH(idx.check(), EndsWith("has 1 labels for 2 patterns"));
}

TEST_CASE("array: .npy files of both byte orders and both layouts") {
  const test::Workshop folder;
  const auto patterns = [&](const std::string& header, const std::string& data) {
    auto array = reading<plugins::Array>(folder.write("a.npy", npy(header, data)));
    array.check();
    return generated(array);
  };
  const Matrix expected = (Matrix(3, 2) << 1, 4, 2, 5, -3, 6).finished();
  CHECK(patterns("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }", "\1\0\2\0\xfd\xff\4\0\5\0\6\0"s) ==
        expected);
  CHECK(patterns("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }", "\0\1\0\4\0\2\0\5\xff\xfd\0\6"s) ==
        expected);
  CHECK(patterns("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 2), }", "\1\2\3\xff") ==
        (Matrix(4, 1) << 1, 2, 3, 255).finished());
  CHECK(patterns("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", "\0\0\x80\x3f"s)(0, 0) == 1.0);
  const auto refused = [&](const std::string& header, const std::string& data, const std::string& end) {
    CHECK_THROWS_WITH(patterns(header, data), EndsWith(end));
  };
  refused("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1), }", "12345678",
          "holds values of the type '<c8'; allowed: f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1");
  refused("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", "12",
          "is cut off: it needs 73 bytes and has 71");
  refused("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", "12",
          "has 1 axes; patterns need two or more, the first of which counts them");
  CHECK_THROWS_WITH(reading<plugins::Array>(folder.write("b.npy", "short")).check(),
                    EndsWith("is neither a .npy nor an HDF5 file"));
  CHECK_THROWS_WITH(reading<plugins::Array>("/nowhere.npy").check(), Contains("'/nowhere.npy' cannot be read: "));
}

TEST_CASE("array: datasets of HDF5 files, and what they are when they are not there") {
  const test::Workshop folder;
  const std::string name = (folder / "a.h5").string();
  {
    const plugins::array_files::Handle file(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                                            H5Fclose);
    const hsize_t extents[2] = {2, 3};
    const plugins::array_files::Handle space(H5Screate_simple(2, extents, nullptr), H5Sclose);
    const plugins::array_files::Handle data(
        H5Dcreate2(file.id(), "digits", H5T_STD_I8LE, space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose);
    const signed char values[6] = {1, 2, 3, 4, 5, 6};
    REQUIRE(H5Dwrite(data.id(), H5T_NATIVE_SCHAR, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
  }
  auto array = reading<plugins::Array>(name);
  array.dataset = "digits";
  array.check();
  CHECK(generated(array) == (Matrix(3, 2) << 1, 4, 2, 5, 3, 6).finished());
  array = reading<plugins::Array>(name);
  array.dataset = "digit";
  CHECK_THROWS_WITH(array.check(), EndsWith("has no dataset 'digit'; did you mean 'digits'?"));
  array.dataset = "";
  CHECK_THROWS_WITH(array.check(), EndsWith("has no dataset ''; it has digits"));
  array.file = folder.write("cut.h5", test::read(name).substr(0, 600)).string();
  CHECK_THROWS_WITH(array.check(), EndsWith("cannot be read as an HDF5 file"));
}
