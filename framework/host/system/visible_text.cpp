#include "system/visible_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

namespace engram::system {

namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

/// Characters that Unicode calls formats, fillers and separators of lines.
constexpr std::array hidden{
    Range{0xad, 0xad},        // soft hyphen
    Range{0x34f, 0x34f},      // joiner of graphemes
    Range{0x61c, 0x61c},      // mark of Arabic letters
    Range{0x115f, 0x1160},    // fillers of Hangul
    Range{0x17b4, 0x17b5},    // vowels of Khmer without a shape
    Range{0x180b, 0x180f},    // selectors of Mongolian
    Range{0x200b, 0x200f},    // no width, marks of direction
    Range{0x2028, 0x202e},    // line and paragraph, embeddings and overrides
    Range{0x2060, 0x206f},    // joiners, isolates
    Range{0x3164, 0x3164},    // filler of Hangul
    Range{0xfeff, 0xfeff},    // byte order mark
    Range{0xffa0, 0xffa0},    // filler of Hangul
    Range{0xfff9, 0xfffb},    // annotations
    Range{0x1d173, 0x1d17a},  // formats of musical notation
    Range{0xe0000, 0xe0fff},  // tags
};

/// The character that a text begins with, and its bytes; 0 bytes if the text does not begin with UTF-8.
struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;
};

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at])); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1};
  }
  const std::size_t bytes = lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : 2;
  if (lead < 0xc2 || lead >= 0xf5 || text.size() < bytes) {
    return {};
  }
  std::uint32_t code = lead & (0xffU >> (bytes + 1));
  for (std::size_t at = 1; at < bytes; ++at) {
    if ((byte(at) & 0xc0U) != 0x80U) {
      return {};
    }
    code = (code << 6U) | (byte(at) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xd800 && code < 0xe000;
  return code < least.at(bytes) || is_surrogate || code > 0x10ffff ? Character{} : Character{code, bytes};
}

bool is_control(std::uint32_t code) {
  return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0);
}

}  // namespace

std::string visible_text(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::uint32_t code = character.code;
    const bool is_hidden =
        std::ranges::any_of(hidden, [&](const Range& range) { return code >= range.first && code <= range.last; });
    if (character.bytes == 0) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else if (is_control(code)) {
      shown += fmt::format("\\x{:02x}", code);
    } else if (is_hidden) {
      shown += fmt::format("\\u{{{:x}}}", code);
    } else {
      shown += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes == 0 ? 1 : character.bytes);
  }
  return shown;
}

}  // namespace engram::system
