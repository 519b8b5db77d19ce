#include "plugins/pattern_sources/idx.cpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "catch.hpp"
#include "pattern_files.hpp"

using namespace engram;
using test::columns;
using test::complaint;
using test::labels_of;
using test::PatternFolder;
using test::patterns_of;

namespace {

Idx idx(const std::string& file, const std::string& labels = "") {
  Idx source;
  source.file = file;
  source.labels = labels;
  return source;
}

/// The beginning of an IDX file.
std::string idx_header(char type, const std::vector<std::uint32_t>& shape) {
  std::string bytes{'\0', '\0', type, static_cast<char>(shape.size())};
  for (const std::uint32_t extent : shape) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      bytes += static_cast<char>(extent >> shift);
    }
  }
  return bytes;
}

/// Three images of 1 x 2 pixels.
std::string idx_images() {
  return idx_header(0x08, {3, 1, 2}) + std::string("\x00\xff\x01\x02\x80\x7f", 6);
}

std::string digits() {
  return idx_header(0x08, {3}) + std::string("\x07\x02\x07", 3);
}

}  // namespace

TEST_CASE("idx: images with labels") {
  const PatternFolder folder;
  auto source = idx(folder.write("images", idx_images()), folder.write("labels", digits()));
  CHECK(patterns_of(source) == columns({{0, 255}, {1, 2}, {128, 127}}));
  CHECK(labels_of(source) == std::vector<std::string>{"7", "2", "7"});
  MemoryRecorder recorder;
  source.record(recorder);
  CHECK(std::get<std::vector<std::int64_t>>(recorder.find("image_shape").values) == std::vector<std::int64_t>{1, 2});
  CHECK(recorder.find("image_shape").dimensions == std::vector<std::string>{"image_axis"});
  source.per_label = 1;
  source.label_units = true;
  source.threshold = Binarisation::Threshold::mean;
  CHECK(patterns_of(source) == columns({{-1, 1, -1, 1}, {-1, 1, 1, -1}}));
  CHECK(labels_of(source) == std::vector<std::string>{"7", "2"});
}

TEST_CASE("idx: every type of values, greatest byte first") {
  const PatternFolder folder;
  const auto value = [&](char type, const std::string& bytes) {
    auto source = idx(folder.write("values", idx_header(type, {1, 1}) + bytes));
    return patterns_of(source)(0, 0);
  };
  CHECK(value(0x08, "\xfe") == 254.0);
  CHECK(value(0x09, "\xfe") == -2.0);
  CHECK(value(0x0B, "\xfe\xff") == -257.0);
  CHECK(value(0x0C, std::string("\x00\x01\x00\x02", 4)) == 65538.0);
  CHECK(value(0x0D, std::string("\xc0\x20\x00\x00", 4)) == -2.5);
  CHECK(value(0x0E, std::string("\x40\x04\x00\x00\x00\x00\x00\x00", 8)) == 2.5);
}

TEST_CASE("idx: vectors have no image's shape, and files without labels no labels") {
  const PatternFolder folder;
  auto source = idx(folder.write("vectors", idx_header(0x08, {2, 2}) + "\x01\x02\x03\x04"));
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}}));
  MemoryRecorder recorder;
  source.record(recorder);
  CHECK(recorder.datasets.empty());
  source.count = 1;
  CHECK(patterns_of(source) == columns({{1, 2}}));
}

TEST_CASE("idx: a file that gzip compressed is read, as MNIST comes") {
  const PatternFolder folder;
  const std::string bytes(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x63\x60\xe0\x60\x62\x60\x60\x00\x63\x46\x26\x66\x16\x00\x1f\xbf"
      "\xf0\x7c\x10\x00\x00\x00",
      32);
  Idx source = idx(folder.write("images-idx2-ubyte.gz", bytes));
  CHECK(patterns_of(source) == columns({{1, 2}, {3, 4}}));
}

TEST_CASE("idx: files that are not IDX files are refused") {
  const PatternFolder folder;
  const auto refusal = [&](const std::string& bytes) { return complaint(idx(folder.write("a", bytes)), folder); };
  CHECK(refusal("\x1f\x8b\x08") == "file: 'a' is a damaged gzip file: it is cut off");
  CHECK(refusal("\x89PNG\r") ==
        "file: 'a' is not an IDX file: it begins with 89 50 4e 47, where 00 00, a type and a number of axes were "
        "expected");
  CHECK(
      refusal("") ==
      "file: 'a' is not an IDX file: it begins with nothing, where 00 00, a type and a number of axes were expected");
  CHECK(refusal(idx_header(0x0A, {1, 1})) ==
        "file: 'a' is not an IDX file: its type is 0a; types are 08, 09, 0b, 0c, 0d and 0e");
  CHECK(refusal(digits()) == "file: 'a' has 1 axis, as a file of labels has; patterns need 2 or more");
  CHECK(refusal(idx_header(0x08, {0, 2})) == "file: 'a' has no values: its shape is 0 x 2");
  CHECK(refusal(idx_images().substr(0, 9)) ==
        "file: 'a' is truncated: the extents of 3 axes end at byte 16, and there are 9");
  CHECK(refusal(idx_images().substr(0, 20)) ==
        "file: 'a' is truncated: 3 x 1 x 2 values need 22 bytes, and there are 20");
  CHECK(refusal(idx_header(0x0D, {1, 2}) + std::string("\x00\x00\x00\x00\x7f\x80\x00\x00", 8)) ==
        "file: 'a': unit 1 of pattern 0, both counted from 0, is inf; values have to be finite");
  CHECK(complaint(idx(folder / "b"), folder) == "file: cannot open 'b': No such file or directory");
}

TEST_CASE("idx: labels that do not fit are refused") {
  const PatternFolder folder;
  const std::string file = folder.write("images", idx_images());
  const auto refusal = [&](const std::string& bytes) {
    return complaint(idx(file, folder.write("labels", bytes)), folder);
  };
  CHECK(refusal(idx_header(0x08, {2}) + "\x01\x02") == "labels: 'labels' has 2 labels; 'images' has 3 patterns");
  CHECK(refusal(idx_images()) ==
        "labels: 'labels' holds 3 x 1 x 2 whole numbers; labels are whole numbers along one axis");
  CHECK(refusal(idx_header(0x0D, {1}) + std::string(4, '\0')) ==
        "labels: 'labels' holds 1 floating-point numbers; labels are whole numbers along one axis");
  CHECK(refusal(digits().substr(0, 9)) == "labels: 'labels' is truncated: 3 values need 11 bytes, and there are 9");
  CHECK(complaint(idx(file, folder / "lables"), folder) ==
        "labels: cannot open 'lables': No such file or directory; did you mean 'labels'?");
  auto source = idx(file);
  source.label_units = true;
  CHECK(complaint(source, folder) == "label_units: label_units needs labels, which labels gives");
}
