// The BLAS library that the plugins use.
#pragma once

#include "store/provenance.hpp"

namespace engram::app {

/// Keeps OpenBLAS to one thread, unless the user has asked for more: work runs in parallel over trials and cases, and
/// threads within one product would only get in its way. Must run before the first plugin is loaded, since OpenBLAS
/// looks when it is loaded, and only plugins load it.
void use_one_blas_thread();

/// The library that is loaded, and the kernel that it chose for this processor. Called after plugins are loaded.
store::Blas blas_in_use();

}  // namespace engram::app
