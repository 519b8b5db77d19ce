// How the program asks the system for memory.
#pragma once

namespace engram::app {

/// Keeps memory that was freed for the next one who asks. HDF5 allocates and frees blocks at the end of the heap for
/// each dataset; giving them back to the system every time costs a third of the time that a small result takes.
void keep_freed_memory();

}  // namespace engram::app
