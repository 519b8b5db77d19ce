// The formats of Netpbm: PBM, PGM and PPM as text and as bytes, and PAM (https://netpbm.sourceforge.net/doc/).
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "image_files/formats.hpp"

namespace engram::image_files {

namespace {

/// Walks through the bytes of a file.
class Cursor {
 public:
  explicit Cursor(std::span<const unsigned char> bytes) : bytes_(bytes) {}

  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
  [[nodiscard]] std::span<const unsigned char> rest() const { return bytes_.subspan(at_); }

  unsigned char next() {
    if (at_end()) {
      throw Unreadable("it is cut off");
    }
    return bytes_[at_++];
  }
  std::span<const unsigned char> take(std::size_t count) {
    if (count > rest().size()) {
      throw Unreadable("it is cut off");
    }
    const std::span<const unsigned char> taken = rest().first(count);
    at_ += count;
    return taken;
  }
  std::string line() {
    std::string text;
    for (unsigned char c = next(); c != '\n'; c = next()) {
      text += static_cast<char>(c);
    }
    return text;
  }
  /// Skips white space and comments, which extend from '#' to the end of the line.
  void skip_space() {
    while (!at_end() && (std::isspace(bytes_[at_]) != 0 || bytes_[at_] == '#')) {
      if (bytes_[at_] == '#') {
        while (!at_end() && bytes_[at_] != '\n') {
          ++at_;
        }
      } else {
        ++at_;
      }
    }
  }
  /// Reads a whole number after white space and comments.
  std::uint32_t number() {
    skip_space();
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    std::uint64_t value = 0;
    if (at_end()) {
      throw Unreadable("it is cut off");
    }
    if (std::isdigit(bytes_[at_]) == 0) {
      throw Unreadable("byte " + std::to_string(at_) + " should begin a whole number");
    }
    while (!at_end() && std::isdigit(bytes_[at_]) != 0) {
      value = std::min(10 * value + (bytes_[at_] - std::uint64_t{'0'}), most);
      ++at_;
    }
    if (!at_end() && std::isspace(bytes_[at_]) == 0 && bytes_[at_] != '#') {
      throw Unreadable("byte " + std::to_string(at_) + " should end a whole number");
    }
    return static_cast<std::uint32_t>(value);
  }

 private:
  std::span<const unsigned char> bytes_;
  std::size_t at_ = 0;
};

struct Header {
  char kind = 0;  ///< '1' to '7'
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t samples = 1;  ///< per pixel
  std::uint32_t white = 1;    ///< the largest sample
  bool has_alpha = false;
};

/// Reads the header of a PAM file, which has a word and its value on each line.
void read_pam_header(Cursor& cursor, Header& header) {
  std::string tuple;
  cursor.line();
  for (std::string line = cursor.line(); line != "ENDHDR"; line = cursor.line()) {
    const std::size_t gap = std::min(line.find_first_of(" \t"), line.size());
    const std::string word = line.substr(0, gap);
    const std::string value = line.substr(std::min(line.find_first_not_of(" \t", gap), line.size()));
    const auto number = [&] {
      if (value.empty() || value.size() > 9 || value.find_first_not_of("0123456789") != std::string::npos) {
        std::string message = "its ";
        message.append(word).append(" is '").append(value).append("', which is not a whole number");
        throw Unreadable(message);
      }
      return static_cast<std::uint32_t>(std::stoul(value));
    };
    if (word == "WIDTH") {
      header.width = number();
    } else if (word == "HEIGHT") {
      header.height = number();
    } else if (word == "DEPTH") {
      header.samples = number();
    } else if (word == "MAXVAL") {
      header.white = number();
    } else if (word == "TUPLTYPE") {
      tuple = value;
    }
  }
  if (header.samples < 1 || header.samples > 4) {
    throw Unreadable("its DEPTH is " + std::to_string(header.samples) + "; 1 to 4 can be read");
  }
  constexpr std::string_view alpha = "_ALPHA";
  const bool names_alpha = tuple.ends_with(alpha);
  header.has_alpha = names_alpha || (tuple.empty() && header.samples % 2 == 0);
  const std::string colours = tuple.substr(0, tuple.size() - (names_alpha ? alpha.size() : 0));
  const bool is_known = colours == "RGB" || colours == "GRAYSCALE" || colours == "BLACKANDWHITE";
  const std::uint32_t needed = (colours == "RGB" ? 3U : 1U) + (header.has_alpha ? 1U : 0U);
  if (!tuple.empty() && (!is_known || header.samples != needed)) {
    throw Unreadable("its TUPLTYPE is '" + tuple + "' with a DEPTH of " + std::to_string(header.samples) +
                     "; BLACKANDWHITE and GRAYSCALE of depth 1 and RGB of depth 3 can be read, and each with _ALPHA");
  }
}

Header read_header(Cursor& cursor) {
  Header header;
  cursor.next();
  header.kind = static_cast<char>(cursor.next());
  if (header.kind == '7') {
    read_pam_header(cursor, header);
  } else {
    header.width = cursor.number();
    header.height = cursor.number();
    header.samples = header.kind == '3' || header.kind == '6' ? 3 : 1;
    if (header.kind != '1' && header.kind != '4') {
      header.white = cursor.number();
    }
    // One byte of white space precedes binary samples, or a comment with the end of its line.
    if (header.kind >= '4' && cursor.next() == '#') {
      cursor.line();
    }
  }
  if (header.white < 1 || header.white > 65535) {
    throw Unreadable("its maxval is " + std::to_string(header.white) + "; 1 to 65535 is allowed");
  }
  return header;
}

/// The samples of an image, one after the other. The bits of a PBM are inverted, since 1 is black in the file.
class Samples {
 public:
  Samples(Cursor& cursor, const Header& header) : cursor_(cursor), header_(header) {}

  void begin_row() { bits_left_ = 0; }

  std::uint32_t next() {
    std::uint32_t sample = 0;
    switch (header_.kind) {
      case '1':
        cursor_.skip_space();
        sample = cursor_.next() - std::uint32_t{'0'};
        return sample <= 1 ? 1 - sample : throw Unreadable("a pixel of it is neither 0 nor 1");
      case '4':
        return 1 - next_bit();
      case '2':
      case '3':
        sample = cursor_.number();
        break;
      default:
        sample = cursor_.next();
        sample = header_.white > 255 ? 256 * sample + cursor_.next() : sample;
    }
    if (sample > header_.white) {
      throw Unreadable("a sample of it is " + std::to_string(sample) + ", above its maxval " +
                       std::to_string(header_.white));
    }
    return sample;
  }

 private:
  std::uint32_t next_bit() {
    if (bits_left_ == 0) {
      bits_ = cursor_.next();
      bits_left_ = 8;
    }
    --bits_left_;
    return (bits_ >> bits_left_) & 1U;
  }

  Cursor& cursor_;
  const Header& header_;
  std::uint32_t bits_ = 0;
  std::uint32_t bits_left_ = 0;
};

Image read_one(Cursor& cursor, const File& file) {
  const Header header = read_header(cursor);
  Image image = empty_image(file, header.width, header.height, 0.0);
  // The file is too short even for one bit per pixel, so no memory is allocated for the pixels.
  if (static_cast<double>(header.width) * header.height > 8.0 * static_cast<double>(cursor.rest().size())) {
    throw Unreadable("it is cut off");
  }
  image.grey.reserve(static_cast<std::size_t>(image.height * image.width));
  Samples samples(cursor, header);
  for (std::uint32_t row = 0; row < header.height; ++row) {
    samples.begin_row();
    for (std::uint32_t column = 0; column < header.width; ++column) {
      std::uint32_t pixel[4] = {0, 0, 0, header.white};
      for (std::uint32_t sample = 0; sample < header.samples; ++sample) {
        pixel[sample] = samples.next();
      }
      if (header.samples < 3) {
        pixel[3] = header.has_alpha ? pixel[1] : header.white;
        pixel[1] = pixel[2] = pixel[0];
      } else if (!header.has_alpha) {
        pixel[3] = header.white;
      }
      image.grey.push_back(grey_of(pixel[0], pixel[1], pixel[2], pixel[3], header.white));
    }
  }
  return image;
}

}  // namespace

std::vector<Image> read_pnm(const File& file) {
  Cursor cursor(file.bytes);
  std::vector<Image> images;
  do {
    images.push_back(read_one(cursor, file));
    if (cursor.rest().size() < 3) {
      break;
    }
    // In a stream, another header follows the image directly; any other bytes after an image are ignored.
  } while (cursor.rest()[0] == 'P' && cursor.rest()[1] >= '1' && cursor.rest()[1] <= '7' &&
           (std::isspace(cursor.rest()[2]) != 0 || cursor.rest()[2] == '#'));
  return images;
}

}  // namespace engram::image_files
