#include "store/file_sums.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

#include <sys/stat.h>

#include <engram/error.hpp>

#include "store/sha256.hpp"

namespace engram::store {

namespace fs = std::filesystem;

namespace {

// File systems store times in steps of up to 10 ms, and FAT in steps of 2 s.
constexpr std::int64_t coarsest_time = 2'100'000'000;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// Whether a file changed so recently that another change might leave its times the same.
bool may_change_unseen(std::int64_t modified, std::int64_t status) {
  const auto now =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch());
  return now.count() - std::max(modified, status) < coarsest_time;
}

}  // namespace

FileSums::Signature FileSums::signature_of(const fs::path& file) {
  struct stat status = {};
  if (::stat(file.c_str(), &status) != 0) {
    return {};
  }
  return {status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

const std::string& FileSums::of(const fs::path& file) {
  Sum& sum = sums_[file.string()];
  if (sum.words.empty()) {
    // The signature is taken first, so that a change during reading counts as a later change.
    sum.signature = signature_of(file);
    sum.is_recent = may_change_unseen(sum.signature.modified, sum.signature.status);
    sum.words = sha256_of_file(file);
  }
  return sum.words;
}

bool FileSums::changed(const fs::path& file) {
  const auto known = sums_.find(file.string());
  if (known == sums_.end()) {
    return true;
  }
  Sum& sum = known->second;
  const Signature signature = signature_of(file);
  if (!sum.is_recent && signature == sum.signature) {
    return false;
  }
  const bool is_recent = may_change_unseen(signature.modified, signature.status);
  try {
    if (sha256_of_file(file) != sum.words) {
      return true;
    }
  } catch (const RequestError&) {
    return true;
  }
  sum.signature = signature;
  sum.is_recent = is_recent;
  return false;
}

std::vector<fs::path> FileSums::files() const {
  std::vector<fs::path> files;
  for (const auto& [file, sum] : sums_) {
    files.emplace_back(file);
  }
  return files;
}

}  // namespace engram::store
