// Image files of every kind: what their headers say, and refused files. It runs in the folder `pictures`.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <engram/error.hpp>

#include "catch.hpp"
#include "image_files/image_file.hpp"

using namespace engram;
using namespace std::string_literals;

namespace {

using image_files::Image;
using Bytes = std::vector<unsigned char>;

Bytes bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

Bytes picture(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<Image> read(const Bytes& bytes) {
  return image_files::read_images({"picture", bytes});
}

/// The message about a refused file.
std::string refusal(const Bytes& bytes) {
  try {
    (void)read(bytes);
  } catch (const std::exception& problem) {
    return problem.what();
  }
  return "it was read";
}

/// Grey values in steps of 1 / 255, as whole numbers.
std::vector<int> levels(const Image& image) {
  std::vector<int> numbers;
  std::ranges::transform(image.grey, std::back_inserter(numbers),
                         [](float grey) { return static_cast<int>(std::lround(255.0F * grey)); });
  return numbers;
}

const std::vector<int> ramp{0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 255};

/// A little-endian number of some bytes.
std::string number(std::uint32_t value, int bytes) {
  std::string text;
  for (int byte = 0; byte < bytes; ++byte) {
    text += static_cast<char>(value >> (8U * static_cast<unsigned>(byte)) & 0xffU);
  }
  return text;
}

/// A BMP of one row, without compression.
Bytes bmp(std::uint32_t width, std::uint32_t bits, const std::string& palette, const std::string& pixels) {
  const auto begin = static_cast<std::uint32_t>(54 + palette.size());
  const auto size = static_cast<std::uint32_t>(begin + pixels.size());
  return bytes_of("BM" + number(size, 4) + number(0, 4) + number(begin, 4) + number(40, 4) + number(width, 4) +
                  number(1, 4) + number(1, 2) + number(bits, 2) + std::string(24, '\0') + palette + pixels);
}

/// A TIFF of two by two grey pixels in two strips, of which the second one has this place and size.
Bytes tiff(std::uint32_t place, std::uint32_t size) {
  std::string text = "II*\0"s + number(8, 4) + number(9, 2);
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
    text += number(tag, 2) + number(type, 2) + number(count, 4) + number(value, 4);
  };
  constexpr std::uint32_t behind = 8 + 2 + 9 * 12 + 4;
  entry(256, 3, 1, 2);           // width
  entry(257, 3, 1, 2);           // height
  entry(258, 3, 1, 8);           // bits
  entry(259, 3, 1, 1);           // no compression
  entry(262, 3, 1, 1);           // 0 is black
  entry(273, 4, 2, behind);      // places of the strips
  entry(277, 3, 1, 1);           // samples
  entry(278, 3, 1, 1);           // rows of a strip
  entry(279, 4, 2, behind + 8);  // sizes of the strips
  return bytes_of(text + number(0, 4) + number(behind + 16, 4) + number(place, 4) + number(2, 4) + number(size, 4) +
                  "\x01\x02\x03\x04");
}

}  // namespace

TEST_CASE("image_files: a grey picture is the same from every format that holds all of its values") {
  const std::string name = GENERATE("grey.png", "grey_alpha.png", "turned.png", "trailer.png", "grey.tif", "lzw.tif",
                                    "deflate.tif", "turned.tif", "grey.gif");
  CAPTURE(name);
  const std::vector<Image> images = read(picture(name));
  REQUIRE(images.size() == 1);
  CHECK(images[0].height == 3);
  CHECK(images[0].width == 4);
  CHECK(levels(images[0]) == ramp);
}

TEST_CASE("image_files: colours count by their luminance, and what is transparent lies on white") {
  const std::string name = GENERATE("rgb.png", "rgb.tif", "rgb.bmp", "top_down.bmp", "rgba.png", "rgba.tif");
  CAPTURE(name);
  const Image image = read(picture(name)).front();
  REQUIRE(image.grey.size() == 12);
  for (std::size_t at = 0; at < 12; ++at) {
    const std::size_t row = at / 4;
    const std::size_t column = at % 4;
    const double luminance =
        0.2126 * ramp[at] + 0.7152 * ramp[4 * (2 - row) + column] + 0.0722 * ramp[4 * row + 3 - column];
    const std::vector<double> opacities{0.0, 128.0 / 255.0, 1.0, 1.0};
    const double opacity = name.starts_with("rgba") ? opacities[column] : 1.0;
    CHECK(image.grey[at] == Approx(opacity * luminance / 255.0 + 1.0 - opacity).margin(1e-6));
  }
}

TEST_CASE("image_files: sixteen bits are kept") {
  const std::string name = GENERATE("grey16.png", "grey16.tif", "float.tif");
  CAPTURE(name);
  const Image image = read(picture(name)).front();
  const std::vector<double> stored{16.0, 16384.0, 32768.0, 65535.0};
  REQUIRE(image.grey.size() == 4);
  for (std::size_t at = 0; at < 4; ++at) {
    CHECK(image.grey[at] == Approx(stored[at] / 65535.0).epsilon(1e-6));
  }
  CHECK(read(picture("rgb16.png")).front().grey.front() == Approx(0.2126 + 0.7152 * 256.0 / 65535.0).epsilon(1e-6));
  // The transparent grey value may also have 16 bits.
  const Image transparent = read(picture("transparent_grey16.png")).front();
  CHECK(transparent.grey[0] == 1.0F);
  CHECK(transparent.grey[1] == Approx(256.0 / 65535.0).epsilon(1e-6));
}

TEST_CASE("image_files: bits, pairs of bits and palettes") {
  CHECK(levels(read(picture("bits.png")).front()) == std::vector{255, 0, 255});
  CHECK(levels(read(picture("two_bits.png")).front()) == std::vector{0, 85, 170, 255});
  // Colour 0 of the palette is transparent, 1 white and 2 red.
  CHECK(levels(read(picture("palette.png")).front()) == std::vector{54, 255, 255});
  CHECK(levels(read(picture("bits.tif")).front()) == std::vector{0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255});
  const Image palette = read(picture("palette.tif")).front();
  const Image same = read(picture("palette.bmp")).front();
  CHECK(levels(palette) == levels(same));
}

TEST_CASE("image_files: a JPEG is seen as its EXIF block says, and may be followed by other bytes") {
  const Image upright = read(picture("turned_1.jpg")).front();
  CHECK(upright.height == 32);
  CHECK(upright.width == 48);
  const auto differs = [&](const std::string& name) {
    const Image image = read(picture(name)).front();
    REQUIRE(image.height == upright.height);
    REQUIRE(image.width == upright.width);
    float most = 0.0F;
    for (std::size_t at = 0; at < upright.grey.size(); ++at) {
      most = std::max(most, std::abs(image.grey[at] - upright.grey[at]));
    }
    return most;
  };
  for (int orientation = 2; orientation <= 8; ++orientation) {
    CAPTURE(orientation);
    CHECK(differs("turned_" + std::to_string(orientation) + ".jpg") < 0.02);
  }
  CHECK(differs("progressive.jpg") < 0.02);
  CHECK(differs("trailer.jpg") < 0.02);
  CHECK(differs("inks.jpg") < 0.05);
}

TEST_CASE("image_files: the formats of Netpbm, as text and as bytes, with any maxval") {
  const auto one = [](const std::string& text) { return levels(read(bytes_of(text)).front()); };
  CHECK(one("P1\n# a comment\n3 2\n1 0 1\n010\n") == std::vector{0, 255, 0, 255, 0, 255});
  CHECK(one("P2 3 1 100 0 50 100") == std::vector{0, 128, 255});
  CHECK(one("P3 1 1 10 10 10 10 ") == std::vector{255});
  CHECK(one("P4 10 1\n\xaa\xc0") == std::vector{0, 255, 0, 255, 0, 255, 0, 255, 0, 0});
  CHECK(one("P5 3 1 100\n\x00\x32\x64"s) == std::vector{0, 128, 255});
  CHECK(one("P5\n# a comment\n2 1 # another\n1000\n\x03\xe8\x01\xf4"s) == std::vector{255, 128});
  CHECK(one("P5 2 1 255# a comment\n\x01\x02") == std::vector{1, 2});
  CHECK(one("P6 1 1 65535\n\xff\xff\x00\x00\x00\x00"s) == std::vector{54});
  const std::string pam = "P7\nWIDTH 2\nHEIGHT 1\n# a comment\nDEPTH ";
  CHECK(one(pam + "1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n\x01\x00"s) == std::vector{255, 0});
  CHECK(one(pam + "2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n\x33\xff\x33\x00"s) == std::vector{51, 255});
  CHECK(one(pam + "4\nMAXVAL 255\nENDHDR\n\xff\x00\x00\xff\x00\x00\x00\x00"s) == std::vector{54, 255});
  CHECK(refusal(bytes_of(pam + "2\nMAXVAL 255\nTUPLTYPE FOO\nENDHDR\nabcd")) ==
        "its TUPLTYPE is 'FOO' with a DEPTH of 2; BLACKANDWHITE and GRAYSCALE of depth 1 and RGB of depth 3 can be "
        "read, and each with _ALPHA");
  CHECK_THAT(refusal(bytes_of(pam + "2\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\nabcd")),
             Catch::Matchers::StartsWith("its TUPLTYPE is 'RGB' with a DEPTH of 2; "));
  // Four values of 16 bits, unchanged.
  const Image four = read(bytes_of("P5\n4 1\n65535\n\x00\x10\x40\x00\x80\x00\xff\xff"s)).front();
  CHECK(four.grey[0] == Approx(16.0 / 65535.0));
  CHECK(four.grey[1] == Approx(16384.0 / 65535.0));
  // A stream of images, and bytes that are not an image.
  const std::vector<Image> stream = read(bytes_of("P5 1 1 255\nP5 1 1 255\n3P4 1 1\n\x80"s));
  CHECK(stream.size() == 1);
  CHECK(read(bytes_of("P5 1 1 255\naP5 1 1 255\nb")).size() == 2);
  CHECK(read(bytes_of("P5 1 1 255\naPS")).size() == 1);
}

TEST_CASE("image_files: a BMP has no colours but those of its palette, and 32 bits without a mask have no alpha") {
  const std::string black_and_grey = number(0, 4) + number(0x333333, 4);
  CHECK(levels(read(bmp(3, 8, black_and_grey, "\x01\x00\x01\x00"s)).front()) == std::vector{51, 0, 51});
  CHECK(levels(read(bmp(3, 4, black_and_grey, "\x10\x10\x00\x00"s)).front()) == std::vector{51, 0, 51});
  CHECK(levels(read(bmp(3, 1, black_and_grey, "\xa0\x00\x00\x00"s)).front()) == std::vector{51, 0, 51});
  const std::string complaint = "a pixel of it has colour ";
  CHECK(refusal(bmp(3, 8, black_and_grey, "\x01\x02\x01\x00"s)) == complaint + "2 of a palette of 2");
  CHECK(refusal(bmp(3, 4, black_and_grey, "\x1f\x10\x00\x00"s)) == complaint + "15 of a palette of 2");
  CHECK(refusal(bmp(3, 1, number(0, 4), "\xa0\x00\x00\x00"s)) == complaint + "1 of a palette of 1");
  CHECK(levels(read(bmp(1, 32, "", "\x33\x33\x33\x80"s)).front()) == std::vector{51});
}

TEST_CASE("image_files: pixels of a BMP have one of the widths of the format") {
  const std::uint32_t bits = GENERATE(0U, 2U, 3U, 5U, 7U, 9U, 12U, 31U, 33U, 65535U);
  const std::string black_and_grey = number(0, 4) + number(0x333333, 4);
  CHECK(refusal(bmp(3, bits, black_and_grey, std::string(32768, '\0'))) ==
        "its pixels have " + std::to_string(bits) + " bits; 1, 4, 8, 16, 24 and 32 can be read");
}

TEST_CASE("image_files: inks of a JPEG without the marker of Adobe, which says what 0 means, are refused") {
  Bytes bytes = picture("inks.jpg");
  const Bytes marker{0xff, 0xee, 0x00, 0x0e};
  const auto found = std::search(bytes.begin(), bytes.end(), marker.begin(), marker.end());
  REQUIRE(found != bytes.end());
  bytes.erase(found, found + 16);
  CHECK(refusal(bytes) == "it has four inks and no marker of Adobe, so that 0 may mean no ink or all of it");
}

TEST_CASE("image_files: strips of a TIFF that were never written are refused") {
  CHECK(levels(read(tiff(140, 2)).front()) == std::vector{1, 2, 3, 4});
  for (const auto& [place, size] : {std::pair{0U, 0U}, std::pair{0U, 2U}, std::pair{140U, 0U}}) {
    CHECK(refusal(tiff(place, size)) == "strip 1 of it was never written");
  }
}

TEST_CASE("image_files: the pages of a TIFF are images of their own") {
  const std::vector<Image> pages = read(picture("pages.tif"));
  REQUIRE(pages.size() == 2);
  CHECK(levels(pages[0]) == ramp);
  CHECK(levels(pages[1])[1] == 235);
}

TEST_CASE("image_files: damaged files, and files that are not read, are refused in words") {
  const std::vector<std::pair<std::string, std::string>> of_pictures{
      {"no_end.png", "it is cut off"},
      {"cut.png", "it is cut off"},
      {"wrong_crc.png", "IDAT: CRC error"},
      {"wrong_adler.png", "IDAT: incorrect data check"},
      {"few_pixels.png", "Not enough image data"},
      {"many_pixels.png", "IDAT: Too much image data"},
      {"wrong_text_crc.png", "tEXt: CRC error"},
      {"huge.png", "Invalid IHDR data"},
      {"cut.jpg", "it is cut off"},
      {"no_end.jpg", "it is cut off"},
      {"cut.tif", "it is cut off"},
      {"cut_header.tif", ""},
      {"short_strip.tif", "it is cut off, or its strips have fewer bytes than their pixels"},
      {"beyond_palette.png", "a pixel of it has colour 15 of a palette of 3"},
      {"nan.tif", "it holds samples that are not finite"},
      {"signed.tif",
       "its samples are signed or complex numbers; samples without a sign and floating-point ones can be read"},
      {"cut.bmp", "it is cut off"},
      {"cut.gif", "it is cut off"},
      {"animation.gif", "it is an animation of 2 images; save the one you want as a separate file"}};
  for (const auto& [name, words] : of_pictures) {
    CAPTURE(name);
    CHECK_THAT(refusal(picture(name)), Catch::Matchers::StartsWith(words));
  }
  const std::vector<std::pair<std::string, std::string>> of_texts{
      {"", "it is empty"},
      {"this is text", "its first bytes match no known image format"},
      {"%PDF-1.4", "its first bytes match no known image format"},
      {"P2 3 1 100 0 50 150", "a sample of it is 150, above its maxval 100"},
      {"P5 3 1 100\n\x01\x02\xff", "a sample of it is 255, above its maxval 100"},
      {"P5 3 2 255\nabc", "it is cut off"},
      {"P5 3 2 65535\nabcdefg", "it is cut off"},
      {"P5 3 1 0\nabc", "its maxval is 0; 1 to 65535 is allowed"},
      {"P5 3 1 70000\nabcdef", "its maxval is 70000; 1 to 65535 is allowed"},
      {"P5 0 3 255\n", "it says that it is 0 pixels wide and 3 high"},
      {"P2 -3 1 255\n1 2 3", "byte 3 should begin a whole number"},
      {"P5\n4294967297 1\n255\nab", "it says that it is 4294967295 pixels wide and 1 high"},
      {"P5 1 1 4294967551\na", "its maxval is 4294967295; 1 to 65535 is allowed"},
      {"P2 1 1 255\n4294967297", "a sample of it is 4294967295, above its maxval 255"},
      {"P2 1 1 255\n6.5", "byte 12 should end a whole number"},
      {"P1 2 1 02", "a pixel of it is neither 0 nor 1"},
      {"P5 20000 20000 255\nabc", "it is cut off"},
      {"P7\nWIDTH x\nENDHDR\n", "its WIDTH is 'x', which is not a whole number"},
      {"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 9\nENDHDR\n", "its DEPTH is 9; 1 to 4 can be read"}};
  for (const auto& [text, words] : of_texts) {
    CAPTURE(text);
    CHECK(refusal(bytes_of(text)) == words);
  }
  // Only the header of a TIFF: "II*", and one directory with width, height, bits, compression, colours, a strip,
  // samples.
  std::string tiff = "II*";
  const auto add = [&tiff](std::uint64_t number, int bytes) {
    for (int byte = 0; byte < bytes; ++byte) {
      tiff += static_cast<char>(number >> (8 * byte) & 0xFFU);
    }
  };
  add(0, 1);
  add(8, 4);
  const std::vector<std::pair<int, std::uint32_t>> tags{{256, 20000}, {257, 30000}, {258, 8},     {259, 1}, {262, 1},
                                                        {273, 8},     {277, 1},     {278, 30000}, {279, 4}};
  add(tags.size(), 2);
  for (const auto& [tag, value] : tags) {
    add(static_cast<std::uint64_t>(tag), 2);
    add(4, 2);  // a whole number of four bytes
    add(1, 4);
    add(value, 4);
  }
  add(0, 4);
  CHECK(refusal(bytes_of(tiff)) ==
        "its header promises 20000 x 30000 pixels, and it has " + std::to_string(tiff.size()) + " bytes");
  CHECK_THAT(refusal(bytes_of("P5 999999999 999999999 255\nabc")),
             Catch::Matchers::StartsWith("the pixels of picture need "));
}
