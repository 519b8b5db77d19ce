// The HDF5 file in the making, under its hidden name.
#pragma once

#include <filesystem>
#include <string>

#include "store/hdf5.hpp"
#include "store/target.hpp"

namespace engram::store {

/// Opened by the constructor; publish() or the destructor ends it. All use goes through use().
class OutputFile {
 public:
  OutputFile(const std::filesystem::path& path, bool overwrite, const std::filesystem::path& workroom);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Calls `work` with the file's identifier, alone in HDF5. Where HDF5 fails, the file is broken and stays so: what
  /// is thrown then names the file and the cause, now and on every later call.
  template <class Work>
  decltype(auto) use(Work&& work) {
    const h5::Lock lock;
    require_usable();
    try {
      return work(static_cast<hid_t>(file_));
    } catch (const h5::Error& error) {
      break_down(error);
    }
  }

  void keep_existing() { target_.keep_existing(); }

  /// Closes the file and gives it its name.
  void publish();

 private:
  void require_usable() const;
  [[noreturn]] void break_down(const h5::Error& error);

  Target target_;
  h5::Handle file_;
  std::string broken_;  ///< what was thrown when the file broke
};

}  // namespace engram::store
