#include "system/file_content.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ios>
#include <system_error>

#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/special_file.hpp>

#include "system/temporary.hpp"

namespace engram::system {

namespace fs = std::filesystem;

namespace {

/// Writes a file; returns the reason if that failed, which errno has too, otherwise nothing.
std::string written(const fs::path& file, const std::function<void(std::ostream&)>& write) {
  errno = 0;
  std::ofstream out(file, std::ios::binary);
  write(out);
  out.close();
  return out ? "" : std::strerror(errno);
}

}  // namespace

void write_text_file(const fs::path& target, const std::string& text, const std::string& what) {
  write_file(target, what, [&](std::ostream& out) { out << text; });
}

void write_file(const fs::path& target, const std::string& what, const std::function<void(std::ostream&)>& write) {
  const auto words = [&](const std::string& why) {
    return fmt::format("cannot write {} {}: {}", what, target.string(), why);
  };
  const auto refuse = [&](const std::string& why) { return RequestError(words(why)); };
  std::error_code error;
  if (fs::is_directory(target, error)) {
    throw refuse("it is a folder");
  }
  const fs::path folder = fs::absolute(target).parent_path();
  if (!fs::is_directory(folder, error)) {
    throw refuse(fmt::format("there is no folder {}", folder.string()));
  }
  const fs::file_status status = fs::status(target, error);
  // Opening a pipe waits for a reader, unless a shell made it.
  if (const std::string kind = special_file_by_name(target); kind == "a pipe" || kind == "a socket") {
    throw refuse(fmt::format("it is {}", kind));
  }
  // A device, or a pipe of a shell, is written directly, since renaming a file onto it would replace it.
  const bool in_place = fs::exists(status) && !fs::is_regular_file(status);
  if (in_place) {
    const std::string why = written(target, write);
    if (!why.empty()) {
      throw RunError(words(why));
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
  std::string why = written(part.path(), write);
  if (why.empty()) {
    fs::rename(part.path(), final, error);
    why = error ? error.message() : "";
  }
  if (!why.empty()) {
    throw RunError(words(why));
  }
  part.release();
}

}  // namespace engram::system
