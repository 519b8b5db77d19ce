#include "array_files/numpy_archive.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <zip.h>

#include <engram/error.hpp>
#include <engram/memory.hpp>

#include "array_files/numpy_array.hpp"

namespace engram::array_files {

namespace {

constexpr std::string_view suffix = ".npy";

/// A zip file that is open for reading.
class Archive {
 public:
  explicit Archive(const std::string& path) : path_(path) {
    int code = 0;
    zip_.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (!zip_) {
      zip_error_t error;
      zip_error_init_with_code(&error, code);
      const std::string words = zip_error_strerror(&error);
      zip_error_fini(&error);
      throw ParameterError("file", "'" + path + "' is a damaged zip archive: " + words);
    }
    const zip_int64_t members = zip_get_num_entries(zip_.get(), 0);
    for (zip_int64_t at = 0; at < members; ++at) {
      const char* name = zip_get_name(zip_.get(), static_cast<zip_uint64_t>(at), ZIP_FL_ENC_RAW);
      names_.emplace_back(name == nullptr ? "" : name);
    }
  }

  /// The names of all members, in their order.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

  [[nodiscard]] std::string content(std::size_t member) const {
    const std::string shown = "'" + names_[member] + "' in '" + path_ + "'";
    const auto damaged = [&](const std::string& why) {
      return ParameterError("file", shown + " cannot be unpacked: " + why);
    };
    zip_stat_t facts{};
    if (zip_stat_index(zip_.get(), member, 0, &facts) != 0 || (facts.valid & ZIP_STAT_SIZE) == 0) {
      throw damaged(zip_strerror(zip_.get()));
    }
    require_memory(static_cast<double>(facts.size), "file", "the bytes of " + shown);
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(zip_.get(), member, 0), zip_fclose);
    if (!file) {
      throw damaged(zip_strerror(zip_.get()));
    }
    // A damaged archive may announce any size, so that room is made for what is there.
    constexpr std::size_t step = std::size_t{1} << 20U;
    std::string bytes;
    for (;;) {
      const std::size_t filled = bytes.size();
      bytes.resize(filled + step);
      const zip_int64_t count = zip_fread(file.get(), bytes.data() + filled, step);
      bytes.resize(filled + static_cast<std::size_t>(std::max<zip_int64_t>(count, 0)));
      if (count < 0) {
        throw damaged(zip_file_strerror(file.get()));
      }
      if (bytes.size() > facts.size || (count == 0 && bytes.size() < facts.size)) {
        throw damaged("it has another size than the archive says");
      }
      if (count == 0) {
        return bytes;
      }
    }
  }

 private:
  std::string path_;
  std::unique_ptr<zip_t, void (*)(zip_t*)> zip_{nullptr, zip_discard};
  std::vector<std::string> names_;
};

std::unique_ptr<NumpyArray> array_of(const Archive& archive, const std::string& path, std::size_t member) {
  return std::make_unique<NumpyArray>(path + ":" + archive.names()[member], archive.content(member));
}

}  // namespace

std::unique_ptr<FileArray> open_numpy_archive(const std::string& path, const std::string& name) {
  const Archive archive(path);
  std::vector<std::string> arrays;
  std::vector<std::size_t> members;
  for (std::size_t at = 0; at < archive.names().size(); ++at) {
    const std::string& member = archive.names()[at];
    if (member.ends_with(suffix)) {
      arrays.push_back(member.substr(0, member.size() - suffix.size()));
      members.push_back(at);
    }
  }
  if (arrays.empty()) {
    throw ParameterError("file", "'" + path +
                                     "' is a zip archive without .npy files; numpy.savez writes one with "
                                     "them");
  }
  if (!name.empty()) {
    const auto found = std::ranges::find_if(
        arrays, [&](const std::string& array) { return array == name || array + std::string(suffix) == name; });
    if (found == arrays.end()) {
      throw ParameterError("dataset", no_such_array("array", path, name, arrays));
    }
    return array_of(archive, path, members[static_cast<std::size_t>(found - arrays.begin())]);
  }
  if (arrays.size() == 1) {
    return array_of(archive, path, members.front());
  }
  std::unique_ptr<NumpyArray> only;
  std::size_t count = 0;
  for (const std::size_t member : members) {
    try {
      auto array = array_of(archive, path, member);
      if (!array->shape().empty()) {
        only = std::move(array);
        ++count;
      }
    } catch (const ParameterError&) {
      // Words and objects are no candidates, and a damaged array is refused when it is named.
    }
  }
  if (count != 1) {
    throw ParameterError("dataset", no_such_array("array", path, name, arrays));
  }
  return only;
}

}  // namespace engram::array_files
