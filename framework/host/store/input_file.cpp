#include "store/input_file.hpp"

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <unistd.h>

#include <engram/special_file.hpp>
#include <engram/words.hpp>

#include "store/format.hpp"

namespace engram::store {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void no_such_file(const fs::path& path) {
  std::vector<std::string> others;
  std::error_code none;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
    if (entry.is_regular_file(none)) {
      others.push_back(path.has_parent_path() ? entry.path().string() : entry.path().filename().string());
    }
  }
  const auto match = nearest(path.string(), others);
  throw RequestError(
      fmt::format("{} does not exist{}", path.string(), match ? fmt::format("; did you mean {}?", *match) : ""));
}

void check_readable(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    no_such_file(path);
  }
  if (const std::string kind = special_file(path); !kind.empty()) {
    throw RequestError(fmt::format("{} is {}, not a result file", path.string(), kind));
  }
  if (fs::is_directory(status)) {
    throw RequestError(fmt::format("{} is a folder, not a result file", path.string()));
  }
  if (::access(path.c_str(), R_OK) != 0) {
    throw RequestError(fmt::format("{} cannot be read: {}", path.string(), std::generic_category().message(errno)));
  }
}

h5::Handle open(const fs::path& path) {
  check_readable(path);
  const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
  // No lock is needed since finished files do not change, and some network file systems cannot lock.
  h5::check(H5Pset_file_locking(access, 0, 1));
  h5::check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG));
  if (h5::check(H5Fis_hdf5(path.c_str())) == 0) {
    throw RequestError(fmt::format("{} is not an HDF5 file", path.string()));
  }
  return h5::Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access));
}

/// The format that the root of a file names, and its version.
std::pair<std::string, std::int64_t> format_of(hid_t file) {
  const h5::Handle root = h5::open_group(file, "");
  std::string name;
  std::int64_t version = 0;
  for (const auto& [key, value] : h5::attributes(root)) {
    if (key == format_attribute && std::holds_alternative<std::string>(value)) {
      name = std::get<std::string>(value);
    } else if (key == version_attribute && std::holds_alternative<std::int64_t>(value)) {
      version = std::get<std::int64_t>(value);
    }
  }
  return {name, version};
}

void check_format(hid_t file, const fs::path& path) {
  const auto [name, version] = format_of(file);
  if (name != format_name || version < 1) {
    throw RequestError(fmt::format("{} is an HDF5 file but not a result of engram: it has no attribute {} = '{}'",
                                   path.string(), format_attribute, format_name));
  }
  if (version > format_version) {
    throw RequestError(
        fmt::format("{} was written by a newer engram: its format is version {}, and this program "
                    "reads versions up to {}",
                    path.string(), version, format_version));
  }
}

}  // namespace

bool is_result(const fs::path& path) {
  const h5::Lock lock;
  const system::ReadFile file(path);
  const system::Reading reading(file);
  try {
    return format_of(open(path)).first == format_name;
  } catch (const std::exception&) {
    return false;
  }
}

InputFile::InputFile(fs::path path) : path_(std::move(path)), read_file_(path_) {
  const h5::Lock lock;
  const system::Reading reading(read_file_);
  try {
    file_ = open(path_);
    check_format(file_, path_);
  } catch (const h5::Error& error) {
    const std::string_view cause = error.what();
    if (cause.find("truncated") != std::string_view::npos) {
      throw RequestError(fmt::format("{} is truncated: its end is missing ({})", path_.string(), cause));
    }
    throw RequestError(fmt::format("{} is damaged: {}", path_.string(), cause));
  }
}

InputFile::~InputFile() {
  const h5::Lock lock;
  const system::Reading reading(read_file_);
  file_ = h5::Handle();
}

}  // namespace engram::store
