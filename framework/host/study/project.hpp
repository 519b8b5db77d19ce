// The git repository of a spec.
#pragma once

#include <filesystem>

#include "store/provenance.hpp"

namespace engram::study {

/// The commit of the git repository that contains the spec's folder, and whether files under version control differ
/// from it. Empty if there is no repository, or if this user may not trust it.
store::Project project_of(const std::filesystem::path& spec);

}  // namespace engram::study
