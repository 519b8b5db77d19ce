// Files of the pattern source csv.
#include "plugins/pattern_sources/csv.cpp"

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  engram::fuzz::check_source<Csv>(data, size, "input.csv");
  return 0;
}
