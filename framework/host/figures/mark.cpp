#include "figures/mark.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ios>
#include <system_error>
#include <utility>

#include <boost/crc.hpp>
#include <fmt/format.h>

#include <engram/error.hpp>

#include "system/file_content.hpp"

namespace engram::figures {

namespace {

namespace fs = std::filesystem;
using std::string_view_literals::operator""sv;

constexpr std::string_view mark_word = "engram_picture";
constexpr std::string_view png_signature = "\x89PNG\r\n\x1a\n"sv;
/// Signature, and the header chunk with length, type and checksum.
constexpr std::size_t png_head = 8 + 4 + 4 + 13 + 4;

/// The beginning and the end of each kind of file, and the place of its mark.
struct MarkPlace {
  std::string_view begins;  ///< the beginning of the file
  std::string_view ends;    ///< its end, except for a few bytes
  std::string_view before;  ///< the text before the mark
  bool at_end;
};
constexpr std::array places{MarkPlace{png_signature, "IEND", "tEXtSoftware\0"sv, false},
                            MarkPlace{"<?xml", "</svg>", "<title>", false}, MarkPlace{"%PDF", "%%EOF", "\n%", true},
                            MarkPlace{"# Draws ", "", "\n# ", false}};

/// The checksum of a PNG chunk.
std::uint32_t crc32(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    bytes += static_cast<char>((number >> shift) & 0xffU);
  }
  return bytes;
}

std::string png_chunk(const std::string& mark) {
  // The space ends the mark, since the checksum that follows may look like a letter.
  const std::string content = fmt::format("{}{} ", "tEXtSoftware\0"sv, mark);
  constexpr std::size_t type = 4;
  return big_endian(static_cast<std::uint32_t>(content.size() - type)) + content + big_endian(crc32(content));
}

/// The first and the last bytes of a file, which contain its mark.
std::pair<std::string, std::string> ends_of(const fs::path& file) {
  constexpr std::size_t room = 2048;
  std::ifstream in(file, std::ios::binary);
  std::string head(room, '\0');
  in.read(head.data(), static_cast<std::streamsize>(room));
  head.resize(static_cast<std::size_t>(in.gcount()));
  in.clear();
  in.seekg(0, std::ios::end);
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(in.tellg(), 0));
  std::string tail(std::min(room, size), '\0');
  in.seekg(static_cast<std::streamoff>(size - tail.size()));
  in.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  return {std::move(head), std::move(tail)};
}

}  // namespace

std::string mark_text(std::string_view origin) {
  return origin.empty() ? std::string(mark_word) : fmt::format("{}_{}", mark_word, origin);
}

void put_mark(const fs::path& picture, const std::string& mark) {
  std::string bytes = system::content_of(picture);
  if (bytes.starts_with(png_signature) && bytes.size() > png_head) {
    bytes.insert(png_head, png_chunk(mark));
  } else if (bytes.starts_with("%PDF")) {
    bytes += fmt::format("%{}\n", mark);
  } else {
    return;
  }
  system::write_content(picture, bytes);
}

bool is_whole(const fs::path& picture) {
  const auto [head, tail] = ends_of(picture);
  return std::ranges::any_of(places, [&head = head, &tail = tail](const MarkPlace& place) {
    return head.starts_with(place.begins) && tail.find(place.ends) != std::string::npos;
  });
}

std::string mark_of(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    return "";
  }
  const auto [head, tail] = ends_of(file);
  for (const MarkPlace& place : places) {
    if (!head.starts_with(place.begins)) {
      continue;
    }
    const std::string& text = place.at_end ? tail : head;
    const std::string before = std::string(place.before) + std::string(mark_word);
    const std::size_t at = place.at_end ? text.rfind(before) : text.find(before);
    if (at != std::string::npos) {
      const auto first = text.begin() + static_cast<std::ptrdiff_t>(at + place.before.size());
      return {first,
              std::find_if_not(first, text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; })};
    }
  }
  return "";
}

}  // namespace engram::figures
