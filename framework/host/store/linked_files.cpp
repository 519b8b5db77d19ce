#include "store/linked_files.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <set>
#include <string>
#include <system_error>

#include <array_files/places.hpp>

#include <engram/file_patterns.hpp>

#include "h5/hdf5.hpp"

namespace engram::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 10'000;

/// The path of an existing file without links and ".." among its folders. A link at its end stays, since HDF5 looks
/// for further files beside it.
fs::path in_real_folder(const fs::path& file) {
  return fs::canonical(fs::absolute(file).parent_path()) / file.filename();
}

/// The names that a name with "%b", which means the number of a block, and "%%", a percent sign, stands for.
std::set<fs::path> numbered(const std::string& name, const std::vector<fs::path>& folders) {
  if (!array_files::is_numbered(name)) {
    return {array_files::source_name(name, "")};
  }
  // No name of a file has a zero byte, so that it can hold the place of the number.
  std::string pattern = pattern_of(array_files::source_name(name, std::string(1, '\0')));
  for (std::size_t at = 0; (at = pattern.find('\0', at)) != std::string::npos;) {
    pattern[at] = '*';
  }
  std::set<fs::path> names;
  const fs::path asked(pattern);
  if (asked.is_absolute()) {
    const std::vector<std::string> there = matching_files(pattern);
    names.insert(there.begin(), there.end());
  }
  const fs::path relative = asked.is_absolute() ? asked.filename() : asked;
  for (const fs::path& folder : folders) {
    const std::size_t begin = (folder / "").string().size();
    for (const std::string& file : matching_files((fs::path(pattern_of(folder.string())) / relative).string())) {
      names.insert(file.substr(begin));
    }
  }
  return names;
}

/// Collects the files that one file refers to.
class Collector {
 public:
  Collector(const fs::path& file, std::vector<fs::path>& files) : file_(file), files_(files) {}

  void collect(hid_t root) {
    const herr_t done = H5Lvisit(root, H5_INDEX_NAME, H5_ITER_NATIVE, visit, this);
    if (problem_ != nullptr) {
      std::rethrow_exception(problem_);
    }
    h5::check(done);
  }

 private:
  static herr_t visit(hid_t group, const char* name, const H5L_info_t* link, void* self) {
    auto& collector = *static_cast<Collector*>(self);
    try {
      if (link->type == H5L_TYPE_EXTERNAL) {
        collector.add_link(group, name, link->u.val_size);
      } else if (link->type == H5L_TYPE_HARD) {
        collector.add_dataset(group, name);
      }
    } catch (...) {
      // An exception must not pass through HDF5, which would then keep its lock.
      collector.problem_ = std::current_exception();
      return -1;
    }
    return 0;
  }

  void add_link(hid_t group, const char* name, std::size_t size) {
    std::string value(size, '\0');
    const char* target = nullptr;
    const char* path = nullptr;
    unsigned flags = 0;
    if (H5Lget_val(group, name, value.data(), size, H5P_DEFAULT) >= 0 &&
        H5Lunpack_elink_val(value.data(), size, &flags, &target, &path) >= 0) {
      add(array_files::opened_file(target, array_files::folders_of_links(file_)));
    }
  }

  void add_dataset(hid_t group, const char* name) {
    const hid_t object = H5Oopen(group, name, H5P_DEFAULT);
    if (object < 0) {
      return;
    }
    if (H5Iget_type(object) == H5I_DATASET) {
      const h5::Handle properties(H5Dget_create_plist(object));
      add_virtual(properties);
      add_external(properties);
    }
    H5Oclose(object);
  }

  void add_virtual(hid_t properties) {
    const std::vector<fs::path> places = array_files::folders_of_sources(file_);
    for (const array_files::VirtualSource& source : array_files::virtual_sources(properties)) {
      if (source.file != "." && !source.file.empty()) {
        for (const fs::path& name : numbered(source.file, places)) {
          add(array_files::opened_file(name, places));
        }
      }
    }
  }

  void add_external(hid_t properties) {
    for (const array_files::StoragePart& part : array_files::external_storage(properties, file_)) {
      add(part.file);
    }
  }

  void add(const fs::path& file) {
    std::error_code none;
    if (fs::is_regular_file(file, none)) {
      files_.push_back(in_real_folder(file));
    }
  }

  std::exception_ptr problem_;
  const fs::path& file_;
  std::vector<fs::path>& files_;
};

std::vector<fs::path> referred_to(const fs::path& file) {
  const h5::Lock lock;
  std::vector<fs::path> files;
  try {
    if (H5Fis_hdf5(file.c_str()) <= 0) {
      return files;
    }
    const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
    h5::check(H5Pset_file_locking(access, 0, 1));
    h5::check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG));
    const h5::Handle opened(H5Fopen(file.c_str(), H5F_ACC_RDONLY, access));
    Collector(file, files).collect(opened);
  } catch (const h5::Error&) {
    // A file that HDF5 cannot read is reported by the plugin that reads it.
  }
  return files;
}

}  // namespace

std::vector<fs::path> linked_files(const fs::path& file) {
  std::error_code none;
  if (!fs::is_regular_file(file, none)) {
    return {};
  }
  std::vector<fs::path> all;
  const fs::path first = in_real_folder(file);
  std::vector<fs::path> next{first};
  while (!next.empty() && all.size() < most_files) {
    const fs::path at = std::move(next.back());
    next.pop_back();
    for (fs::path& other : referred_to(at)) {
      if (other != first && std::ranges::find(all, other) == all.end()) {
        all.push_back(other);
        next.push_back(std::move(other));
      }
    }
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace engram::store
