#include "plugins/elf_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <elf.h>
#include <fmt/format.h>

#include <engram/counted.hpp>

#include "plugins/library.hpp"

namespace engram::plugins {

namespace {

static_assert(std::endian::native == std::endian::little && sizeof(void*) == 8,
              "the checks below are written for 64-bit little-endian machines");

#if defined(__x86_64__)
constexpr Elf64_Half this_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half this_machine = EM_AARCH64;
#else
#error "name this machine's ELF number here"
#endif

std::string machine_name(Elf64_Half machine) {
  constexpr std::array<std::pair<Elf64_Half, std::string_view>, 6> names{{{EM_386, "x86"},
                                                                          {EM_X86_64, "x86-64"},
                                                                          {EM_ARM, "ARM"},
                                                                          {EM_AARCH64, "AArch64"},
                                                                          {EM_PPC64, "PowerPC 64"},
                                                                          {EM_RISCV, "RISC-V"}}};
  const auto* const found = std::ranges::find(names, machine, &std::pair<Elf64_Half, std::string_view>::first);
  return found == names.end() ? fmt::format("machine number {}", machine) : std::string(found->second);
}

/// A file whose every read is checked against its size first.
class CheckedFile {
 public:
  explicit CheckedFile(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
      throw LibraryRefused("does not exist");
    }
    if (!std::filesystem::is_regular_file(status)) {
      throw LibraryRefused("is not a regular file");
    }
    errno = 0;
    stream_.open(path, std::ios::binary);
    size_ = std::filesystem::file_size(path, error);
    if (!stream_ || error) {
      throw LibraryRefused(
          fmt::format("cannot be read: {}; check its permissions", std::generic_category().message(errno)));
    }
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Throws if the file ends before `offset` + `length`.
  void expect(std::uint64_t offset, std::uint64_t length, std::string_view what) const {
    if (offset > size_ || length > size_ - offset) {
      throw LibraryRefused(
          fmt::format("is cut short or damaged: its headers put {} at byte {} with a length of {}, "
                      "and the file has {}; build or copy it again",
                      what, offset, length, counted(size_, "byte")));
    }
  }

  std::string bytes(std::uint64_t offset, std::uint64_t length, std::string_view what) {
    expect(offset, length, what);
    std::string text(length, '\0');
    stream_.seekg(static_cast<std::streamoff>(offset));
    stream_.read(text.data(), static_cast<std::streamsize>(length));
    if (!stream_) {
      throw LibraryRefused(fmt::format("cannot be read: {} at byte {}", what, offset));
    }
    return text;
  }

  template <class T>
  std::vector<T> table(std::uint64_t offset, std::uint64_t count, std::string_view what) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::string raw = bytes(offset, count * sizeof(T), what);
    std::vector<T> items(count);
    std::memcpy(items.data(), raw.data(), raw.size());
    return items;
  }

 private:
  std::ifstream stream_;
  std::uint64_t size_ = 0;
};

Elf64_Ehdr checked_header(CheckedFile& file) {
  if (file.size() == 0) {
    throw LibraryRefused("is an empty file; build or copy it again");
  }
  const std::string magic = file.bytes(0, std::min<std::uint64_t>(file.size(), SELFMAG), "the ELF signature");
  if (magic != ELFMAG) {
    throw LibraryRefused(
        "is not a shared library: the file does not begin with the ELF signature; "
        "a plugin is built by engram_add_plugin(), and nothing else belongs in its folder under a name with .so");
  }
  const std::string identity = file.bytes(0, EI_NIDENT, "the ELF identification");
  if (identity[EI_CLASS] != ELFCLASS64) {
    throw LibraryRefused("is not a 64-bit library, and this program is a 64-bit one; build it without -m32");
  }
  if (identity[EI_DATA] != ELFDATA2LSB) {
    throw LibraryRefused(
        "is a big-endian library, and this machine is a little-endian one; build it on this machine");
  }
  const auto header = file.table<Elf64_Ehdr>(0, 1, "the ELF header").front();
  if (header.e_machine != this_machine) {
    throw LibraryRefused(fmt::format("is built for {}, and this machine is {}; build it on this machine",
                                     machine_name(header.e_machine), machine_name(this_machine)));
  }
  if (header.e_type != ET_DYN) {
    throw LibraryRefused(fmt::format("is not a shared library but {}; build it with engram_add_plugin()",
                                     header.e_type == ET_REL    ? "an object file"
                                     : header.e_type == ET_EXEC ? "a program"
                                                                : "another kind of ELF file"));
  }
  if (header.e_phentsize != sizeof(Elf64_Phdr) || (header.e_shnum != 0 && header.e_shentsize != sizeof(Elf64_Shdr))) {
    throw LibraryRefused("is damaged: the entries of its header tables have a wrong size; build or copy it again");
  }
  return header;
}

std::optional<std::string> section_bytes(CheckedFile& file, const Elf64_Ehdr& header, std::string_view name) {
  const auto sections = file.table<Elf64_Shdr>(header.e_shoff, header.e_shnum, "the section headers");
  if (header.e_shstrndx >= sections.size()) {
    return std::nullopt;  // a library without section names has no named sections
  }
  const Elf64_Shdr& names_section = sections[header.e_shstrndx];
  const std::string names = file.bytes(names_section.sh_offset, names_section.sh_size, "the section names");
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_name < names.size() && section.sh_type == SHT_PROGBITS &&
        std::string_view(names.data() + section.sh_name) == name) {
      return file.bytes(section.sh_offset, section.sh_size, fmt::format("section '{}'", name));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> read_elf_section(const std::filesystem::path& path, std::string_view section) {
  CheckedFile file(path);
  const Elf64_Ehdr header = checked_header(file);
  for (const auto& segment : file.table<Elf64_Phdr>(header.e_phoff, header.e_phnum, "the program headers")) {
    if (segment.p_type == PT_LOAD || segment.p_type == PT_DYNAMIC) {
      file.expect(segment.p_offset, segment.p_filesz, "a loaded segment");
    }
  }
  return section_bytes(file, header, section);
}

}  // namespace engram::plugins
