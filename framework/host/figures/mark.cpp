#include "figures/mark.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <fstream>
#include <ios>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace engram::figures {

namespace {

namespace fs = std::filesystem;
using std::string_view_literals::operator""sv;

constexpr std::string_view mark_word = "engram_picture";
/// The beginning of each kind of file, and the place of its mark.
struct MarkPlace {
  std::string_view begins;  ///< the beginning of the file
  std::string_view before;  ///< the text before the mark
  bool at_end;
};
constexpr std::array mark_places{MarkPlace{"\x89PNG\r\n\x1a\n"sv, "tEXtSoftware\0"sv, false},
                                 MarkPlace{"<?xml", "<title>", false}, MarkPlace{"%PDF", "\n%", true}};

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

std::string mark_of(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    return "";
  }
  const auto [head, tail] = ends_of(file);
  for (const MarkPlace& place : mark_places) {
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
