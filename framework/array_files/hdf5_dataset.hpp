// Opens datasets of HDF5 without waiting for pipes behind links.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <hdf5.h>

namespace engram::array_files {

/// Owns an HDF5 identifier.
struct Handle {
  hid_t id = -1;

  explicit Handle(hid_t opened) : id(opened) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle(Handle&& other) noexcept : id(other.id) { other.id = -1; }
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id >= 0) {
      H5Idec_ref(id);
    }
  }
};

/// HDF5's reason for the failure of the last call.
std::string reason();

/// Opens an HDF5 file for reading. Throws ParameterError for `file`.
Handle open_file(const std::string& path);

/// Opens a dataset; the identifier is negative if there is none. Throws ParameterError for `dataset` if a link leads
/// to a pipe, a socket or a device. A virtual dataset over numbered files ends before the first one that is missing.
Handle open_dataset(hid_t in, const std::string& name);

/// The text that a function of HDF5 writes into a buffer: get(buffer, size) returns its length, also without a
/// buffer.
std::string text_from(const auto& get) {
  std::string text(static_cast<std::size_t>(std::max<ssize_t>(0, get(nullptr, 0))), '\0');
  get(text.data(), text.size() + 1);
  return text;
}

/// The path of an object in its file; empty if it has none.
std::string path_in_file(hid_t object);

/// The path of the file that holds an object, which links may have led to.
std::filesystem::path file_of(hid_t object);

/// The extents of a dataset.
std::vector<hsize_t> extents_of(hid_t dataset);

}  // namespace engram::array_files
