// The repository that a spec lies in.
#pragma once

#include <filesystem>

#include "store/provenance.hpp"

namespace engram::app {

/// The commit of the git repository that the folder of a spec is in, and whether files under version control differ
/// from it. Empty where there is no repository, or none that this user may trust.
store::Project project_of(const std::filesystem::path& spec);

}  // namespace engram::app
