// A finished result file, open for reading.
#pragma once

#include <filesystem>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "h5/hdf5.hpp"
#include "system/reading.hpp"

namespace engram::store {

/// Whether a file is a result of any version of engram, judging by the attributes of its root.
bool is_result(const std::filesystem::path& path);

/// The constructor opens and checks the file; it throws RequestError. The file is accessed only through use().
class InputFile {
 public:
  explicit InputFile(std::filesystem::path path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Calls `work` with the file's identifier while holding the lock of HDF5. Throws RequestError if HDF5 fails.
  template <class Work>
  auto use(Work&& work) const {
    const h5::Lock lock;
    const system::Reading reading(read_file_);
    try {
      return work(static_cast<hid_t>(file_));
    } catch (const h5::Error& error) {
      throw RequestError(fmt::format("{} cannot be read: {}", path_.string(), error.what()));
    }
  }

 private:
  std::filesystem::path path_;
  system::ReadFile read_file_;
  h5::Handle file_;
};

}  // namespace engram::store
