// Checksums of the files that a study reads, to detect later changes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace engram::store {

/// SHA-256 of files, each computed once.
class FileSums {
 public:
  /// 64 hexadecimal digits. Throws RequestError if the file cannot be read.
  const std::string& of(const std::filesystem::path& file);

  /// Whether the contents of a file differ from its checksum. Compares size and times first, and reads the file again
  /// only if they differ.
  [[nodiscard]] bool changed(const std::filesystem::path& file);

  /// The files whose checksums were requested.
  [[nodiscard]] std::vector<std::filesystem::path> files() const;

 private:
  /// The properties of a file that the system knows without reading it.
  struct Signature {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t size = -1;
    std::int64_t modified = 0;  ///< ns since 1970, as `status`
    std::int64_t status = 0;
    bool operator==(const Signature&) const = default;
  };
  struct Sum {
    Signature signature;
    bool is_recent = false;  ///< the file changed so recently that another change might leave its times the same
    std::string words;
  };
  static Signature signature_of(const std::filesystem::path& file);

  std::map<std::string, Sum> sums_;
};

}  // namespace engram::store
