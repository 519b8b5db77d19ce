#include "plugins/pattern_sources/images.cpp"

#include "catch.hpp"
#include "generated.hpp"
#include "program.hpp"

using namespace engram;
using test::generated;
using namespace std::string_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

using Threshold = Binarisation::Threshold;

}  // namespace

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
  Images images;
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
  Images small;
  small.files = {(folder / "b.pgm").string()};
  small.size = {1, 1};
  small.filter = Images::Filter::box;
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
    Images images;
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
  CHECK_THAT(
      message({"short.pgm"}),
      EndsWith("cannot be read as an image: it is cut off; PNG, JPEG, TIFF, PBM, PGM, PPM, PAM, BMP and GIF can"));
  CHECK_THAT(message({"short.jpg"}), Contains("cannot be read as an image: "));
  CHECK_THAT(message({"text.png"}), Contains("cannot be read as an image: "));
  CHECK_THAT(message({"empty.png"}), Contains("cannot be read as an image: it is empty"));
  CHECK(message({"good.pgm", "other.pgm"}) ==
        "images of different sizes need a `size: [height, width]`: good.pgm has 2 x 3 pixels, other.pgm has 2 x 2");
  CHECK_THAT(message({"."}),
             EndsWith("/.' is a folder; '" + (folder / "./*").string() + "' stands for the files in it"));
  Images images;
  images.files = {(folder / "good.pgm").string()};
  images.size = {3};
  CHECK_THROWS_WITH(images.check(), "size takes [height, width]");
}

TEST_CASE("images: a size that no memory holds is refused before anything is resized") {
  const test::Workshop folder;
  folder.write("good.pgm", "P5 3 2 255\nabcdef");
  Images images;
  images.files = {(folder / "good.pgm").string()};
  for (const std::vector<Index>& size : {std::vector<Index>{4'000'000, 4'000'000}, {16'000'000'000'000, 1}}) {
    images.size = size;
    try {
      images.check();
      FAIL("no error");
    } catch (const ParameterError& error) {
      CHECK(error.parameter() == "size");
      CHECK_THAT(error.what(), StartsWith("the pixels of an image of " + std::to_string(size[0]) + " x " +
                                          std::to_string(size[1]) + " need ") &&
                                   Contains(" of memory; this machine has "));
    }
  }
  images.size = {2, 1};
  CHECK_NOTHROW(images.check());
  CHECK(images.pattern_size() == 2);
}

TEST_CASE("images: the pages of a TIFF are patterns of their own, named by their numbers") {
  Images images;
  images.files = {ENGRAM_TEST_PICTURES "/pages.tif", ENGRAM_TEST_PICTURES "/grey.png"};
  images.check();
  MemoryRecorder recorder;
  images.record(recorder);
  CHECK(std::get<std::vector<std::string>>(recorder.find("image").values) ==
        std::vector<std::string>{"pages.tif, page 1", "pages.tif, page 2", "grey.png"});
  const Matrix patterns = generated(images);
  CHECK(patterns.col(0) == patterns.col(2));
}

TEST_CASE("images: a picture without contrast is refused where its own threshold would part it") {
  const test::Workshop folder;
  folder.write("blank.pgm", "P5 2 1 255\naa");
  Images images;
  images.files = {(folder / "blank.pgm").string()};
  CHECK_NOTHROW(images.check());
  for (const Threshold threshold : {Threshold::mean, Threshold::median, Threshold::otsu}) {
    Images parted;
    parted.files = images.files;
    parted.threshold = threshold;
    CHECK_THROWS_WITH(parted.check(),
                      "'blank.pgm' has one value everywhere, so a threshold computed from it cannot divide it; leave "
                      "it out, or set `threshold: level` and a `level`");
  }
}
