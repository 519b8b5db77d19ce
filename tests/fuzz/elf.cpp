// Shared libraries, as files.
#include "input.hpp"
#include "plugins/elf_file.hpp"
#include "plugins/library.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    (void)engram::plugins::read_elf_section(engram::fuzz::file_of(data, size, "input.so"), "engram_stamp");
  } catch (const engram::plugins::LibraryRefused&) {
  }
  return 0;
}
