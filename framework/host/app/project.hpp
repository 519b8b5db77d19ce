// The git repository of a spec.
#pragma once

#include <filesystem>

#include "store/provenance.hpp"

namespace engram::app {

/// The commit of the git repository that contains the spec's folder, and whether files under version control differ
/// from it. Empty if there is no repository; `unread` says why one could not be read, as one
/// that this user may not trust, or that takes more than two seconds.
store::Project project_of(const std::filesystem::path& spec);

}  // namespace engram::app
