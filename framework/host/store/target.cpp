#include "store/target.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "store/input_file.hpp"

namespace engram::store {

namespace fs = std::filesystem;

namespace {

std::string words(int error) {
  return std::generic_category().message(error);
}

/// Whether a file is empty or a result of engram, so that replacing it loses no other data.
bool may_be_replaced(const fs::path& path) {
  std::error_code none;
  return fs::file_size(path, none) == 0 || is_result(path);
}

/// The folder, or the nearest of its parents, that exists.
fs::path nearest_existing(fs::path folder) {
  std::error_code none;
  while (!fs::exists(fs::symlink_status(folder, none)) && folder.has_relative_path()) {
    folder = folder.parent_path();
  }
  return folder;
}

/// A path as the user would write it: relative to the current folder if `example` is relative.
fs::path written_like(const fs::path& example, const fs::path& path) {
  return example.is_absolute() ? path : path.lexically_proximate(fs::current_path());
}

std::string in_words(const fs::path& folder) {
  return folder == "." ? "the current folder" : fmt::format("the folder {}", folder.string());
}

enum class Renamed { done, name_taken };

/// Renames unless the new name is taken.
Renamed rename_to_free_name(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return Renamed::done;
  }
  if (errno == EEXIST) {
    return Renamed::name_taken;
  }
  // A file system without RENAME_NOREPLACE (NFS) may support hard links, which never replace a file either.
  if (::link(from.c_str(), to.c_str()) == 0) {
    ::unlink(from.c_str());
    return Renamed::done;
  }
  if (errno == EEXIST || fs::exists(fs::symlink_status(to))) {
    return Renamed::name_taken;
  }
  // On a file system that supports neither (FAT), another process may take the name between the check and the
  // renaming.
  fs::rename(from, to);
  return Renamed::done;
}

}  // namespace

fs::path follow_links(const fs::path& path) {
  std::error_code none;
  fs::path at = fs::absolute(path);
  // Linux follows at most 40 links too.
  for (int links = 0; links < 40 && fs::is_symlink(fs::symlink_status(at, none)); ++links) {
    at = at.parent_path() / fs::read_symlink(at);
  }
  return at;
}

Target::Target(fs::path shown, bool overwrite, const fs::path& workroom)
    : shown_(std::move(shown)), overwrite_(overwrite) {
  if (shown_.empty()) {
    throw RequestError("the output file has no name");
  }
  final_ = follow_links(shown_);
  part_ = std::make_unique<system::PartFile>(workroom.empty() ? folder() : fs::absolute(workroom),
                                             final_.filename().string());
}

fs::path Target::folder() const {
  return final_.parent_path();
}

void Target::check() const {
  std::error_code none;
  const fs::file_status status = fs::status(final_, none);
  if (fs::is_directory(status) || !final_.has_filename()) {
    throw RequestError(fmt::format("{} is a folder; give the name of a file", shown_.string()));
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw RequestError(fmt::format("{} is not a regular file and is not replaced", shown_.string()));
  }
  if (fs::exists(status) && !overwrite_) {
    throw RequestError(fmt::format("{} exists; --overwrite replaces it, -o FILE writes elsewhere", shown_.string()));
  }
  if (fs::exists(status) && !may_be_replaced(final_)) {
    throw RequestError(
        fmt::format("{} is not a result of engram and is not replaced; remove it first, or write elsewhere with "
                    "-o FILE",
                    shown_.string()));
  }
  const fs::path existing = nearest_existing(folder());
  if (!fs::is_directory(existing, none)) {
    throw RequestError(fmt::format("{} cannot be written: {} is not a folder", shown_.string(),
                                   written_like(shown_, existing).string()));
  }
  // Permissions alone are not reliable (root, network file systems, read-only mounts), so try to make a file.
  const fs::path probe = existing / hidden().filename();
  const long longest = ::pathconf(existing.c_str(), _PC_NAME_MAX);
  const bool fits = longest < 0 || std::cmp_less_equal(probe.filename().string().size(), longest);
  // A file without a name leaves nothing behind if the process is killed at this moment. Not all file systems support
  // it.
  if (fits && system::Descriptor(existing, O_TMPFILE | O_WRONLY).is_open()) {
    return;
  }
  if (!system::Descriptor(probe, O_CREAT | O_EXCL | O_WRONLY).is_open()) {
    throw RequestError(fmt::format("{} cannot be written: no file can be made in {} ({})", shown_.string(),
                                   in_words(written_like(shown_, existing)), words(errno)));
  }
  ::unlink(probe.c_str());
}

void Target::make_folder() const {
  std::error_code error;
  fs::create_directories(folder(), error);
  if (error) {
    throw RequestError(fmt::format("{} cannot be written: {} cannot be made ({})", shown_.string(),
                                   in_words(written_like(shown_, folder())), error.message()));
  }
}

void Target::open() {
  try {
    part_->open();
  } catch (const std::system_error& error) {
    throw RunError(fmt::format("{} cannot be written: {}", shown_.string(), error.code().message()));
  }
}

void Target::publish() {
  if (const system::Descriptor file(hidden(), O_RDONLY); !file.is_open() || !file.sync()) {
    throw RunError(fmt::format("{} cannot be written: {}", shown_.string(), words(errno)));
  }
  try {
    if (overwrite_) {
      fs::rename(hidden(), final_);
    } else if (rename_to_free_name(hidden(), final_) == Renamed::name_taken) {
      keep_beside();
    }
  } catch (const fs::filesystem_error& error) {
    part_->release();
    throw RunError(fmt::format("{} cannot be given its name ({}); the results are in {}", shown_.string(),
                               error.code().message(), (shown_.parent_path() / hidden().filename()).string()));
  }
  part_->release();
  // The file has its name and all of its bytes. If the folder cannot be synced (some network file systems refuse),
  // only the name is at risk, and only in a power cut.
  (void)system::Descriptor(folder(), O_RDONLY | O_DIRECTORY).sync();
}

void Target::keep_beside() {
  const fs::path name = fmt::format("{}-{}{}", final_.stem().string(), part_->token(), final_.extension().string());
  fs::rename(hidden(), folder() / name);
  part_->release();
  throw RunError(fmt::format("{} exists and was not replaced; the results of this run are in {}", shown_.string(),
                             (shown_.parent_path() / name).string()));
}

}  // namespace engram::store
