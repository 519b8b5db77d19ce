// Files of the pattern source csv.
#include "plugins/pattern_sources/csv.cpp"

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  engram::plugins::Csv source;
  source.file = engram::fuzz::file_of(data, size, "input.csv").string();
  try {
    source.check();
  } catch (const engram::ParameterError&) {
  }
  return 0;
}
