#include "system/file_content.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ios>
#include <system_error>

#include <fmt/core.h>

#include <engram/error.hpp>

#include "system/temporary.hpp"

namespace engram::system {

namespace fs = std::filesystem;

namespace {

/// Writes a text; returns the reason if that failed, otherwise nothing.
std::string written(const fs::path& file, const std::string& text) {
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  return out ? "" : std::strerror(errno);
}

}  // namespace

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
  // A device or a pipe is written directly, since renaming a file onto it would replace it.
  const bool in_place = fs::exists(status) && !fs::is_regular_file(status);
  if (in_place) {
    const std::string why = written(target, text);
    if (!why.empty()) {
      throw refuse(why);
    }
    return;
  }
  const fs::path final = fs::weakly_canonical(target, error);
  PartFile part(final.parent_path(), final.filename().string());
  try {
    part.open();
  } catch (const std::system_error& problem) {
    throw refuse(problem.code().message());
  }
  std::string why = written(part.path(), text);
  if (why.empty()) {
    fs::rename(part.path(), final, error);
    why = error ? error.message() : "";
  }
  if (!why.empty()) {
    throw refuse(why);
  }
  part.release();
}

}  // namespace engram::system
