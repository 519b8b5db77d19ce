// The repository that a spec lies in.
#pragma once

#include <filesystem>

#include "store/provenance.hpp"

namespace engram::app {

/// Asks git for the commit of the folder of a spec, and whether files under version control differ from it. Empty
/// where there is no git, or no repository.
store::Project project_of(const std::filesystem::path& spec);

}  // namespace engram::app
