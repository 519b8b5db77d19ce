// The memory of this process, and the BLAS library that its plugins use.
#pragma once

#include "store/provenance.hpp"

namespace engram::study {

/// Keeps freed memory in the process for later allocations. HDF5 allocates and frees blocks at the end of the heap
/// for each dataset; returning them to the system every time takes a third of the time of a small result.
void keep_freed_memory();

/// Limits OpenBLAS to one thread, unless the user asked for more: work runs in parallel over trials and cases, and
/// threads within one product would only slow it down. Must run before the first plugin is loaded, since OpenBLAS
/// reads the setting when it is loaded, and only plugins load it.
void use_one_blas_thread();

/// Makes OpenBLAS take its working memory now. It asks again and again, without an end, while it gets none, so
/// that a limit of the address space (ulimit -v) would make the first product hang. Throws RunError if the limit
/// leaves no room for it. Call it after plugins are loaded.
void reserve_blas_memory();

/// The loaded library, and the kernel that it chose for this processor. Call it after plugins are loaded.
store::Blas blas_in_use();

}  // namespace engram::study
