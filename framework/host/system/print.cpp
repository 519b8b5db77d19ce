#include "system/print.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include "system/visible_text.hpp"

namespace engram::system {

void write_printable(std::FILE* file, std::string_view text) {
  const std::string shown = visible_text(text);
  // A message that cannot be printed changes nothing: the exit code has the outcome.
  if (std::fwrite(shown.data(), 1, shown.size(), file) < shown.size() && file != stderr) {
    throw std::system_error(errno, std::generic_category(), "cannot print");
  }
}

}  // namespace engram::system
