#include "plugins/elf_file.hpp"

#include <cstddef>
#include <fstream>
#include <string>

#include <elf.h>

#include <engram/stamp.hpp>

#include "catch.hpp"
#include "tests/framework/host/plugins/fixture.hpp"

namespace {

namespace fs = std::filesystem;

using engram::plugins::read_elf_section;
using engram::test::broken_library;
using engram::test::refusal;
using engram::test::TemporaryFolder;

/// A copy of the library 'whole' with one changed byte in its header.
fs::path patched(const TemporaryFolder& folder, std::size_t offset, int byte) {
  fs::path copy = folder.copy(broken_library("whole"));
  std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(static_cast<char>(byte));
  return copy;
}

}  // namespace

TEST_CASE("ELF file: a section is read from a library") {
  const auto stamp = read_elf_section(broken_library("whole"), ENGRAM_STAMP_SECTION);
  REQUIRE(stamp);
  // The section is a C string with its terminating zero.
  CHECK(*stamp == std::string(ENGRAM_STAMP) + '\0');
  CHECK_FALSE(read_elf_section(broken_library("whole"), "no_such_section"));
}

TEST_CASE("ELF file: files that are no libraries are refused") {
  const TemporaryFolder folder;
  CHECK(refusal(folder.path() / "absent.so") == "does not exist");
  CHECK(refusal(folder.path()) == "is not a regular file");
  CHECK(refusal(folder.write("empty.so", "")) == "is an empty file; build or copy it again");
  const std::string no_library =
      "is not a shared library: the file does not begin with the ELF signature; a plugin is built by "
      "engram_add_plugin(), and nothing else belongs in its folder under a name with .so";
  CHECK(refusal(folder.write("short.so", "\x7f")) == no_library);
  CHECK(refusal(folder.write("text.so", "a text of some length, with the name of a library\n")) == no_library);
}

TEST_CASE("ELF file: libraries for other machines are refused") {
  const TemporaryFolder folder;
  CHECK(refusal(patched(folder, EI_CLASS, ELFCLASS32)) ==
        "is not a 64-bit library, and this program is a 64-bit one; build it without -m32");
  CHECK(refusal(patched(folder, EI_DATA, ELFDATA2MSB)) ==
        "is a big-endian library, and this machine is a little-endian one; build it on this machine");
  CHECK_THAT(refusal(patched(folder, offsetof(Elf64_Ehdr, e_machine), EM_RISCV)),
             Catch::StartsWith("is built for RISC-V, and this machine is "));
  CHECK_THAT(refusal(patched(folder, offsetof(Elf64_Ehdr, e_machine), 99)),
             Catch::StartsWith("is built for machine number 99, and this machine is "));
}

#if defined(__x86_64__)
TEST_CASE("ELF file: a real 32-bit library is refused") {
  CHECK(refusal(broken_library("elf32")) ==
        "is not a 64-bit library, and this program is a 64-bit one; build it without -m32");
}
#endif

TEST_CASE("ELF file: ELF files that are no shared libraries are refused") {
  const TemporaryFolder folder;
  const std::size_t type = offsetof(Elf64_Ehdr, e_type);
  CHECK(refusal(patched(folder, type, ET_REL)) ==
        "is not a shared library but an object file; build it with engram_add_plugin()");
  CHECK(refusal(patched(folder, type, ET_EXEC)) ==
        "is not a shared library but a program; build it with engram_add_plugin()");
  CHECK(refusal(patched(folder, type, ET_CORE)) ==
        "is not a shared library but another kind of ELF file; build it with engram_add_plugin()");
}

TEST_CASE("ELF file: headers that contradict themselves are refused") {
  const TemporaryFolder folder;
  CHECK(refusal(patched(folder, offsetof(Elf64_Ehdr, e_phentsize), 1)) ==
        "is damaged: the entries of its header tables have a wrong size; build or copy it again");
  // The highest byte of an offset, so that offset and length overflow when they are added.
  CHECK_THAT(refusal(patched(folder, offsetof(Elf64_Ehdr, e_shoff) + 7, 0xff)),
             Catch::StartsWith("is cut short or damaged: its headers put the section headers at byte 18"));
  CHECK_THAT(refusal(patched(folder, sizeof(Elf64_Ehdr) + offsetof(Elf64_Phdr, p_filesz) + 6, 0x7f)),
             Catch::StartsWith("is cut short or damaged: its headers put a loaded segment at byte "));
}

TEST_CASE("ELF file: a library without section names carries no stamp") {
  const TemporaryFolder folder;
  const fs::path library = patched(folder, offsetof(Elf64_Ehdr, e_shstrndx), 0xff);
  CHECK_FALSE(read_elf_section(library, ENGRAM_STAMP_SECTION));
}

TEST_CASE("ELF file: a library cut at any size is refused and never loaded") {
  const TemporaryFolder folder;
  const fs::path library = folder.copy(broken_library("whole"));
  const auto whole = fs::file_size(library);
  // From the end down, so that the file is copied only once; the first cut removes a single byte.
  std::size_t refused = 0;
  std::size_t cuts = 0;
  for (auto size = whole - 1; size > 0; size = size > 512 ? (size - 1) / 512 * 512 : size / 2) {
    fs::resize_file(library, size);
    ++cuts;
    const std::string reason = refusal(library);
    refused += reason.starts_with(size < SELFMAG ? "is not a shared library" : "is cut short or damaged") ? 1 : 0;
  }
  CHECK(cuts > whole / 512);
  CHECK(refused == cuts);
}
