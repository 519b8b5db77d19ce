// Settings of the memory allocator.
#pragma once

namespace engram::study {

/// Keeps freed memory in the process for later allocations. HDF5 allocates and frees blocks at the end of the heap
/// for each dataset; returning them to the system every time takes a third of the time of a small result.
void keep_freed_memory();

}  // namespace engram::study
