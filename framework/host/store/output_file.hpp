// The unfinished HDF5 file, under its hidden name.
#pragma once

#include <filesystem>
#include <string>

#include "h5/hdf5.hpp"
#include "store/target.hpp"

namespace engram::store {

/// The constructor opens the file; publish() or the destructor closes it. The file is accessed only through use().
class OutputFile {
 public:
  OutputFile(const std::filesystem::path& path, bool overwrite, const std::filesystem::path& workroom);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Calls `work` with the file's identifier while holding the lock of HDF5. If HDF5 fails, the file is broken: this
  /// call and every later one throw RunError with the file and the cause.
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
  std::string broken_;  ///< the message of the error that broke the file
};

}  // namespace engram::store
