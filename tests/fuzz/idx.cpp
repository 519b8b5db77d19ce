// Files of the pattern source idx.
#include "plugins/pattern_sources/idx.cpp"

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  engram::plugins::Idx source;
  source.file = engram::fuzz::file_of(data, size, "input.idx").string();
  try {
    source.check();
  } catch (const engram::ParameterError&) {
  }
  return 0;
}
