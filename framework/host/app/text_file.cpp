#include "app/text_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ios>
#include <sstream>
#include <system_error>

#include <fmt/core.h>

#include <engram/error.hpp>

#include "store/journal.hpp"

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
  const fs::file_status status = fs::status(target, error);
  // A device or a pipe takes the text; a file that is renamed onto one would replace it.
  const bool in_place = fs::exists(status) && !fs::is_regular_file(status);
  const fs::path final = in_place ? target : fs::weakly_canonical(target, error);
  const fs::path written =
      in_place ? final
               : final.parent_path() / fmt::format(".{}.{}.part", final.filename().string(), store::process_token());
  errno = 0;
  std::ofstream out(written, std::ios::binary);
  out << text;
  out.close();
  const int reason = errno;
  error.clear();
  if (out && !in_place) {
    fs::rename(written, final, error);
  }
  if (!out || error) {
    if (!in_place) {
      std::error_code ignored;
      fs::remove(written, ignored);
    }
    throw refuse(error ? error.message() : std::strerror(reason));
  }
}

std::string read_text_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return (std::ostringstream() << in.rdbuf()).str();
}

}  // namespace engram::app
