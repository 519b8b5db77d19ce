// The BLAS library's threads.
#pragma once

namespace engram::app {

/// Keeps OpenBLAS to one thread, unless the user has asked for more: work runs in parallel over trials and cases, and
/// threads within one product would only get in its way. Must run before the first plugin is loaded, since OpenBLAS
/// looks when it is loaded, and only plugins load it.
void use_one_blas_thread();

}  // namespace engram::app
