#include "study/scratch_folder.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>

namespace engram::study {

namespace {

std::filesystem::path place() {
  std::error_code code;
  const std::filesystem::path place = std::filesystem::temp_directory_path(code);
  return code ? "/tmp" : place;
}

}  // namespace

ScratchFolder::ScratchFolder() try : TemporaryFolder(place(), "engram-scratch") {
} catch (const std::system_error& error) {
  throw RunError(fmt::format("no folder for temporary files can be made in '{}' ({}); TMPDIR names another place",
                             place().string(), error.code().message()));
}

}  // namespace engram::study
