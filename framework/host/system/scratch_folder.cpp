#include "system/scratch_folder.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>

namespace engram::system {

namespace {

/// The folder that TMPDIR names. The standard library takes further variables, and none where the folder is missing.
std::string place() {
  const char* const named = std::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/tmp" : named;
}

}  // namespace

ScratchFolder::ScratchFolder() try : TemporaryFolder(place(), "engram-scratch") {
} catch (const std::system_error& error) {
  throw RunError(fmt::format("no folder for temporary files can be made in '{}' ({}); TMPDIR names another place",
                             place(), error.code().message()));
}

}  // namespace engram::system
