#include "app/scratch_folder.hpp"

#include <cstdlib>
#include <string>
#include <system_error>

#include <fmt/core.h>

#include <engram/error.hpp>

namespace engram::app {

ScratchFolder::ScratchFolder() {
  std::error_code code;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(code);
  std::string name = ((code ? std::filesystem::path("/tmp") : parent) / "engram-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw RunError(fmt::format("no folder for temporary files can be made in '{}'; TMPDIR names another place",
                               std::filesystem::path(name).parent_path().string()));
  }
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace engram::app
