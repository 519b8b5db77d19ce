#include "app/text_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ios>
#include <sstream>
#include <system_error>

#include <fmt/core.h>

#include <engram/error.hpp>

namespace engram::app {

namespace fs = std::filesystem;

void write_text_file(const fs::path& target, const std::string& text, const std::string& what) {
  const auto refuse = [&](const std::string& why) -> RequestError {
    return RequestError(fmt::format("cannot write {} {}: {}", what, target.string(), why));
  };
  std::error_code error;
  if (fs::is_directory(target, error)) {
    throw refuse("it is a folder");
  }
  const fs::path folder = fs::absolute(target).parent_path();
  if (!fs::is_directory(folder, error)) {
    throw refuse(fmt::format("there is no folder {}", folder.string()));
  }
  fs::path part = target;
  part += ".part";
  errno = 0;
  std::ofstream out(part, std::ios::binary);
  out << text;
  out.close();
  const int reason = errno;
  if (out) {
    fs::rename(part, target, error);
  }
  if (!out || error) {
    std::error_code ignored;
    fs::remove(part, ignored);
    throw refuse(error ? error.message() : std::strerror(reason));
  }
}

std::string read_text_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return (std::ostringstream() << in.rdbuf()).str();
}

}  // namespace engram::app
