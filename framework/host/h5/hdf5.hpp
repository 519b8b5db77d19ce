// A thin layer over the C library of HDF5: identifiers that close themselves, errors as exceptions, and one lock.
#pragma once

#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

#include "h5/attribute_value.hpp"

namespace engram::h5 {

/// Must be held during calls to HDF5. The high-level library, which makes dimension scales, has no lock, so one lock
/// guards all files. It also switches off the printing of errors, a setting that HDF5 keeps per thread, and HDF5's
/// clean-up at the end of the program, which crashes if a file could not be written.
class Lock {
 public:
  Lock();

 private:
  std::lock_guard<std::mutex> guard_;
};

/// A call to HDF5 failed. `what()` is the system's message if there is one ("No space left on device"), otherwise
/// HDF5's.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws Error with the message from HDF5's error stack.
[[noreturn]] void fail();

/// Returns the result of a call; throws Error if it is negative, which is how HDF5 reports failure.
template <class Result>
Result check(Result result) {
  if (result < 0) {
    fail();
  }
  return result;
}

/// Owns an identifier of any kind: file, group, dataset, type, space, property list, attribute.
class Handle {
 public:
  Handle() = default;
  explicit Handle(hid_t id) : id_(check(id)) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { close_id(id_); }

  /// Closes an object that may still have data to write, and throws if that fails.
  void close() { check(close_id(release())); }

  // NOLINTNEXTLINE(google-explicit-constructor): so that it goes where the C library takes an identifier
  operator hid_t() const { return id_; }
  /// Gives up ownership.
  hid_t release() { return std::exchange(id_, H5I_INVALID_HID); }

 private:
  static herr_t close_id(hid_t id);

  hid_t id_ = H5I_INVALID_HID;
};

/// Objects that are made once and kept, since making them takes HDF5 longer than writing a small dataset.
struct Shared {
  Shared();
  Handle any_text;  ///< the type of texts of variable length, which older results have
  Handle scalar;    ///< the space of a single value
  Handle dataset;   ///< properties of new datasets
  Handle small;     ///< properties of small datasets, stored in the object's header, which has a checksum
  Handle group;     ///< properties of new groups; netCDF needs groups that keep the order of their members
};
/// The shared objects, which live to the end of the process. Call it while holding the lock.
const Shared& shared();

/// The type of texts of at most `bytes` bytes in UTF-8, with a zero byte at the end. Texts of variable length would
/// be in HDF5's global heap, which has no checksum, and in which one wrong bit makes readers crash. Call it while
/// holding the lock.
hid_t text_type(std::size_t bytes);

/// Sets the creation properties so that an object keeps its attributes in its header, in the order of writing.
void keep_attributes_in_header(hid_t creation);

/// Opens a group by its path from the root; "" is the root.
Handle open_group(hid_t file, const std::string& path);
/// Opens a dataset by its path from the root. Throws Error if its values are in other files.
Handle open_dataset(hid_t file, const std::string& path);
/// Makes a new group within an existing one.
Handle create_group(hid_t parent, const std::string& name);
/// Whether there is a group, or a dataset, at a path relative to the given file or group. Only hard links count.
bool has_group(hid_t in, const std::string& path);
bool has_dataset(hid_t in, const std::string& path);

/// The names of the groups and of the datasets in a group, in the order of writing.
struct Children {
  std::vector<std::string> groups;
  std::vector<std::string> datasets;
};
Children children(hid_t group);

void write_attribute(hid_t object, const std::string& name, const AttributeValue& value);
/// The same, for an attribute that does not exist yet.
void write_new_attribute(hid_t object, const std::string& name, const AttributeValue& value);
/// All attributes that are a text or a number, in the order of writing.
std::vector<std::pair<std::string, AttributeValue>> attributes(hid_t object);
/// One of them; nullopt if there is none of that name.
std::optional<AttributeValue> attribute(hid_t object, const std::string& name);
/// An attribute that is a text; empty if there is none of that name.
std::string text_attribute(hid_t object, const std::string& name);
/// The words of such an attribute, which spaces separate.
std::vector<std::string> words_attribute(hid_t object, const std::string& name);

}  // namespace engram::h5
