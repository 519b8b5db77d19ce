// A thin layer over the C library of HDF5: identifiers that close themselves, errors that are thrown, one lock.
#pragma once

#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <hdf5.h>

#include "store/writer.hpp"

namespace engram::store::h5 {

/// Held by whoever calls HDF5. The high-level library, which makes dimension scales, has no lock of its own, so one
/// lock guards all files. It also silences the printing of errors, which HDF5 keeps per thread, and the tidying up at
/// the end of the program, which crashes where a file could not be written.
class Lock {
 public:
  Lock();

 private:
  std::lock_guard<std::mutex> guard_;
};

/// A call to HDF5 failed. `what()` is the cause in the system's words where it has any ("No space left on device"),
/// otherwise in HDF5's.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws what HDF5's error stack tells.
[[noreturn]] void fail();

/// Passes on what a call returned; throws Error where it is negative, which is how HDF5 says that it failed.
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
  ~Handle() { let_go(id_); }

  /// Closes what may still have to be written, and throws where that fails.
  void close() { check(let_go(release())); }

  // NOLINTNEXTLINE(google-explicit-constructor): so that it goes where the C library takes an identifier
  operator hid_t() const { return id_; }
  /// Gives up ownership.
  hid_t release() { return std::exchange(id_, H5I_INVALID_HID); }

 private:
  static herr_t let_go(hid_t id);

  hid_t id_ = H5I_INVALID_HID;
};

/// What is made once and kept, since HDF5 takes longer to make it than to write a small dataset.
struct Shared {
  Shared();
  Handle any_text;  ///< the type of text of any length, which older results have
  Handle scalar;    ///< the space of a single value
  Handle dataset;   ///< how datasets are made
  Handle small;     ///< how those of few bytes are made: they lie in the header of the object, which has a checksum
  Handle group;     ///< how groups are made: netCDF reads groups that keep the order in which their members came
};
/// It lives to the end of the process. Called under the lock.
const Shared& shared();

/// The type of texts of at most `bytes` bytes in UTF-8, with a zero byte at the end. Texts of any length would lie in
/// HDF5's global heap, which has no checksum, and in which one wrong bit makes its readers crash. Called under the
/// lock.
hid_t text_type(std::size_t bytes);

/// Sets in a list of properties that an object keeps its attributes in its header, in the order of writing.
void keep_attributes_in_header(hid_t creation);

/// Opens a group by its path from the root; "" is the root.
Handle open_group(hid_t file, const std::string& path);
/// Makes a group that does not exist yet in one that does.
Handle create_group(hid_t parent, const std::string& name);
/// Whether something of either kind stands at a path, from the file or group that is given.
bool has_group(hid_t in, const std::string& path);
bool has_dataset(hid_t in, const std::string& path);

/// The names in a group in the order of writing, groups and datasets apart.
struct Children {
  std::vector<std::string> groups;
  std::vector<std::string> datasets;
};
Children children(hid_t group);

void write_attribute(hid_t object, const std::string& name, const AttributeValue& value);
/// The same where there is none of that name yet.
void write_new_attribute(hid_t object, const std::string& name, const AttributeValue& value);
/// All attributes that are a text or a number, in the order of writing.
std::vector<std::pair<std::string, AttributeValue>> attributes(hid_t object);
/// An attribute that is a text; empty where there is none of that name.
std::string text_attribute(hid_t object, const std::string& name);

}  // namespace engram::store::h5
