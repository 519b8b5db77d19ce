// Arrays of numpy.
#include "plugins/pattern_sources/array.cpp"

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  // Only numpy files: these targets do not look for faults of HDF5.
  if (size < 6 || data[0] != 0x93) {
    return -1;
  }
  engram::fuzz::check_source<Array>(data, size, "input.npy");
  return 0;
}
