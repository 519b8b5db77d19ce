#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <fstream>
#include <ios>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "figures/draw.hpp"

namespace engram::figures {

namespace {

namespace fs = std::filesystem;
using std::string_view_literals::operator""sv;

constexpr std::string_view mark_word = "engram_picture";

/// The beginning of each kind of picture or caption, and the text before its mark.
struct MarkPlace {
  std::string_view begins;
  std::string_view before;
};
constexpr std::string_view png = "\x89PNG\r\n\x1a\n"sv;
constexpr std::array mark_places{MarkPlace{png, "tEXtengram\0"sv}, MarkPlace{"<?xml", "<!-- "},
                                 MarkPlace{"%PDF", "\n%"}, MarkPlace{"% ", "% "}, MarkPlace{"<!-- ", "<!-- "},
                                 MarkPlace{"Caption of ", "("},
                                 // The places of earlier pictures.
                                 MarkPlace{png, "tEXtSoftware\0"sv}, MarkPlace{"<?xml", "<title>"}};

/// The first and the last bytes of a file, one of which contain its mark.
std::string ends_of(const fs::path& file) {
  constexpr std::streamoff room = 2048;
  std::string bytes(2 * room, '\0');
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  const std::streamoff size = std::max<std::streamoff>(in.tellg(), 0);
  in.seekg(0).read(bytes.data(), std::min(size, room));
  in.seekg(std::max(size - room, std::min(size, room))).read(bytes.data() + room, room);
  return bytes;
}

}  // namespace

std::string mark_text(std::string_view origin) {
  return origin.empty() ? std::string(mark_word) : fmt::format("{}_{}", mark_word, origin);
}

std::string mark_of(const fs::path& file) {
  std::error_code error;
  const std::string bytes = fs::is_regular_file(file, error) ? ends_of(file) : "";
  for (const MarkPlace& place : mark_places) {
    const std::size_t at = bytes.rfind(fmt::format("{}{}", place.before, mark_word));
    if (bytes.starts_with(place.begins) && at != std::string::npos) {
      const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(at + place.before.size());
      return {first,
              std::find_if_not(first, bytes.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; })};
    }
  }
  return "";
}

}  // namespace engram::figures
