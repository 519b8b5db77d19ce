#include "store/linked_files.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <system_error>

#include <glob.h>

#include "store/hdf5.hpp"

namespace engram::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 10'000;

/// The path at which HDF5 finds a file named `name` that the file `from` refers to.
fs::path found(const fs::path& from, const std::string& name) {
  const fs::path beside = from.parent_path() / fs::path(name).relative_path();
  std::error_code none;
  for (const fs::path& candidate : {fs::path(name), beside, from.parent_path() / fs::path(name).filename()}) {
    if ((candidate.is_absolute() || candidate != fs::path(name)) && fs::exists(candidate, none)) {
      return candidate;
    }
  }
  return fs::exists(name, none) ? fs::absolute(name) : beside;
}

/// The files that match a name, in which "%b" means the number of a block and "%%" a percent sign.
std::vector<fs::path> numbered(const fs::path& from, const std::string& name) {
  std::string pattern;
  std::string plain;
  bool is_numbered = false;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool percent = name[at] == '%' && at + 1 < name.size();
    if (percent && name[at + 1] == 'b') {
      pattern += '*';
      is_numbered = true;
      ++at;
      continue;
    }
    at += percent && name[at + 1] == '%' ? 1 : 0;
    pattern += std::string("*?[]\\").find(name[at]) == std::string::npos ? "" : "\\";
    pattern += name[at];
    plain += name[at];
  }
  if (!is_numbered) {
    return {found(from, plain)};
  }
  std::vector<fs::path> files;
  for (const fs::path& each : {fs::path(pattern), from.parent_path() / pattern}) {
    glob_t matches{};
    const std::unique_ptr<glob_t, decltype(&globfree)> owner(&matches, globfree);
    if (::glob(each.c_str(), 0, nullptr, &matches) == 0) {
      files.insert(files.end(), matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
    }
  }
  return files;
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
      files_.push_back(found(file_, target));
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
    std::size_t count = 0;
    if (H5Pget_layout(properties) != H5D_VIRTUAL || H5Pget_virtual_count(properties, &count) < 0) {
      return;
    }
    for (std::size_t at = 0; at < count; ++at) {
      const ssize_t length = H5Pget_virtual_filename(properties, at, nullptr, 0);
      std::string name(static_cast<std::size_t>(std::max<ssize_t>(length, 0)) + 1, '\0');
      H5Pget_virtual_filename(properties, at, name.data(), name.size());
      name.resize(name.size() - 1);
      if (name != "." && !name.empty()) {  // "." is the file itself
        const auto sources = numbered(file_, name);
        files_.insert(files_.end(), sources.begin(), sources.end());
      }
    }
  }

  void add_external(hid_t properties) {
    const int count = H5Pget_external_count(properties);
    for (int at = 0; at < count; ++at) {
      constexpr std::size_t longest = 4096;
      std::string name(longest, '\0');
      off_t offset = 0;
      hsize_t size = 0;
      H5Pget_external(properties, static_cast<unsigned>(at), longest - 1, name.data(), &offset, &size);
      // HDF5 looks for external storage only from the current folder, unlike for linked files.
      files_.push_back(fs::absolute(name.c_str()));
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
    std::error_code none;
    if (!fs::is_regular_file(file, none) || H5Fis_hdf5(file.c_str()) <= 0) {
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
  std::vector<fs::path> all;
  std::vector<fs::path> next{file};
  while (!next.empty() && all.size() < most_files) {
    const fs::path at = std::move(next.back());
    next.pop_back();
    for (fs::path& other : referred_to(at)) {
      other = other.lexically_normal();
      if (other != file && std::ranges::find(all, other) == all.end()) {
        all.push_back(other);
        next.push_back(std::move(other));
      }
    }
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace engram::store
