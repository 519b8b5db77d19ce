// Descriptors of open files.
#pragma once

#include <filesystem>
#include <utility>

namespace engram::system {

/// An open file or folder, closed by the destructor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int id) : id_(id) {}
  /// Opens a path with flags as for open(2); programs started later do not inherit the descriptor. The umask decides
  /// who may read and write a new file.
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
  /// Waits until everything is on the disk; errno has the reason if it fails.
  [[nodiscard]] bool sync() const;
  /// Takes the lock of the open file unless another process has it. The lock is released when the descriptor and all
  /// its copies in other processes are closed, even if these processes are killed.
  [[nodiscard]] bool lock_if_free() const;
  /// The same, but waits for the lock.
  [[nodiscard]] bool lock() const;
  /// Whether the open file is still the one at that path.
  [[nodiscard]] bool is_at(const std::filesystem::path& path) const;

 private:
  int id_ = -1;
};

/// Opens /dev/null for each of standard input, output and error that is closed. Otherwise the next opened file would
/// get its number, and output would be printed into that file.
void open_missing_standard_descriptors();

}  // namespace engram::system
