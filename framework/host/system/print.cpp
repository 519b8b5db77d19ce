#include "system/print.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace engram::system {

namespace {

bool is_harmless(unsigned char c) {
  return c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7f);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : 0);
    if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {
      // The second set of control characters, in UTF-8.
      shown += fmt::format("\\x{:02x}", next);
      ++at;
    } else if (is_harmless(byte)) {
      shown += text[at];
    } else {
      shown += fmt::format("\\x{:02x}", byte);
    }
  }
  return shown;
}

void write_printable(std::FILE* file, std::string_view text) {
  const std::string shown = printable(text);
  if (std::fwrite(shown.data(), 1, shown.size(), file) < shown.size()) {
    throw std::system_error(errno, std::generic_category(), "cannot print");
  }
}

}  // namespace engram::system
