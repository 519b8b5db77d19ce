#include "h5/utf8.hpp"

#include <array>
#include <cstddef>

namespace engram::h5 {

namespace {

// The well-formed sequences of the Unicode Standard, table 3-7: a range of first bytes, the number of bytes, and the
// range of the second byte. Further bytes are 0x80 to 0xBF.
struct Form {
  unsigned char first_low, first_high;
  std::size_t length;
  unsigned char second_low, second_high;
};

constexpr std::array<Form, 9> forms = {{
    {0x01, 0x7F, 1, 0, 0},
    {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F},
    {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF},
    {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
}};

bool within(char c, unsigned char low, unsigned char high) {
  const auto byte = static_cast<unsigned char>(c);
  return low <= byte && byte <= high;
}

/// The length of the well-formed sequence at the start of `text`; 0 if there is none.
std::size_t sequence_length(std::string_view text) {
  for (const Form& form : forms) {
    if (!within(text[0], form.first_low, form.first_high) || text.size() < form.length) {
      continue;
    }
    bool fits = form.length == 1 || within(text[1], form.second_low, form.second_high);
    for (std::size_t i = 2; i < form.length; ++i) {
      fits = fits && within(text[i], 0x80, 0xBF);
    }
    return fits ? form.length : 0;
  }
  return 0;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    valid += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

}  // namespace engram::h5
