#include "store/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <engram/error.hpp>

namespace engram::store {

namespace {

h5::Handle create(const std::filesystem::path& path) {
  const h5::Handle creation(H5Pcreate(H5P_FILE_CREATE));
  h5::check(H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  h5::keep_attributes_in_header(creation);
  const h5::Handle access(H5Pcreate(H5P_FILE_ACCESS));
  // The format of HDF5 1.8 has checksums on metadata and attributes of any size, and all present readers support it.
  h5::check(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18));
  h5::check(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG));
  // Each dataset is written in one call, so the buffer for partial writes is not needed. HDF5 clears its 64 KiB for
  // every dataset, which would dominate the time for a file with many small datasets.
  h5::check(H5Pset_sieve_buf_size(access, 0));
  // Limits HDF5's cache of the file's structure, which could otherwise grow to 32 MiB: 1 MiB as stored, which is
  // twenty times as much in memory.
  H5AC_cache_config_t cache;
  cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
  h5::check(H5Pget_mdc_config(access, &cache));
  cache.set_initial_size = 1;
  cache.initial_size = cache.min_size = cache.max_size = std::size_t{1} << 20U;
  h5::check(H5Pset_mdc_config(access, &cache));
  // No other process opens the hidden file, and some network file systems cannot lock.
  h5::check(H5Pset_file_locking(access, 0, 1));
  return h5::Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access));
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path, bool overwrite, const std::filesystem::path& workroom)
    : target_(path, overwrite, workroom) {
  target_.check();
  target_.make_folder();
  target_.open();
  const h5::Lock lock;
  try {
    file_ = create(target_.hidden());
  } catch (const h5::Error& error) {
    break_down(error);
  }
}

OutputFile::~OutputFile() {
  const h5::Lock lock;
  if (file_ < 0) {
    return;
  }
  // Frees the disk space immediately, so that HDF5 has room to write its remaining buffers.
  (void)!::truncate(target_.hidden().c_str(), 0);
  if (!broken_.empty()) {
    // HDF5 cannot close a file that it could not write and may crash trying, so leak one descriptor.
    file_.release();
  }
  file_ = h5::Handle();
}

void OutputFile::publish() {
  use([&](hid_t file) {
    h5::check(H5Fflush(file, H5F_SCOPE_GLOBAL));
    h5::check(H5Fclose(file));
    file_.release();
  });
  target_.publish();
}

void OutputFile::require_usable() const {
  if (!broken_.empty()) {
    throw RunError(broken_);
  }
  if (file_ < 0) {
    throw std::logic_error(fmt::format("{} is finished: nothing can be written to it", target_.shown().string()));
  }
}

void OutputFile::break_down(const h5::Error& error) {
  broken_ = fmt::format("{} cannot be written: {}", target_.shown().string(), error.what());
  throw RunError(broken_);
}

}  // namespace engram::store
