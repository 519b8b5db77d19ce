// SHA-256, which identifies the contents of files and cells.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace engram::store {

/// A checksum computed piece by piece.
class Sha256 {
 public:
  using Digest = std::array<unsigned char, 32>;

  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& add(const void* bytes, std::size_t count);
  Sha256& add(std::string_view text) { return add(text.data(), text.size()); }
  /// The checksum of all pieces. Nothing may be added afterwards.
  Digest digest();
  /// The same as 64 hexadecimal digits.
  std::string words();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// The SHA-256 of a file's bytes, as 64 hexadecimal digits. Throws RequestError if it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace engram::store
