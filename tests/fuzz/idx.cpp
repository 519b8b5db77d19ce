// Files of the pattern source idx.
#include "plugins/pattern_sources/idx.cpp"

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  engram::fuzz::check_source<Idx>(data, size, "input.idx");
  return 0;
}
