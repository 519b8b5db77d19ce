// Descriptors of open files.
#pragma once

#include <filesystem>
#include <utility>

namespace engram::system {

/// An open file or folder; closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int id) : id_(id) {}
  /// Opens a path with flags as for open(2), and closed for programs that are started. A new file may be read and
  /// written by whom the umask allows.
  Descriptor(const std::filesystem::path& path, int flags);
  Descriptor(Descriptor&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  [[nodiscard]] bool is_open() const { return id_ >= 0; }
  [[nodiscard]] int id() const { return id_; }
  /// Waits until everything is on the disk; errno has the reason where it fails.
  [[nodiscard]] bool sync() const;
  /// Takes the lock of the open file unless another process has it. It ends with the descriptor and all its copies in
  /// other processes, however these end.
  [[nodiscard]] bool lock_if_free() const;
  /// The same, and waits for it.
  [[nodiscard]] bool lock() const;
  /// Whether the open file is still the one at that path.
  [[nodiscard]] bool is_at(const std::filesystem::path& path) const;

 private:
  int id_ = -1;
};

/// Opens /dev/null in place of standard input, output or error where the process was started without it: otherwise
/// the next file that is opened would get that number, and what is printed would go into it.
void open_missing_standard_descriptors();

}  // namespace engram::system
