// Cells that were made with other builds of plugins and have the same results.
#pragma once

#include <cstddef>

#include "study/compute.hpp"
#include "study/study.hpp"

namespace engram::study {

/// The result of accept_plugins().
struct Accepted {
  std::size_t cells = 0;     ///< taken over, without those that were computed again
  std::size_t compared = 0;  ///< computed again, with the same bits
};

/// Takes over the computed cells of a study that differ from what it asks for only in the libraries of plugins or in
/// the build of engram: computes a few of them again, compares all bits, and keeps the others in the study's folder
/// under their new keys, with both checksums in their record. Throws RequestError if bits differ, with the first
/// dataset and by how much, or if a cell of the study differs in something else; nothing is dropped then. The folder
/// must be locked.
Accepted accept_plugins(const Study& study, const ComputeOptions& options);

}  // namespace engram::study
