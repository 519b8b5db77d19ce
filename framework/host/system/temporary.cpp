#include "system/temporary.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace engram::system {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

/// Calls remove(path) for each entry of a folder for which belongs(name) is true and whose lock no process holds.
template <class Belongs, class Remove>
void remove_abandoned(const fs::path& folder, Belongs belongs, int flags, Remove remove) {
  std::error_code none;
  for (fs::directory_iterator entry(folder, none), end; !none && entry != end; entry.increment(none)) {
    if (!belongs(entry->path().filename().string())) {
      continue;
    }
    const Descriptor there(entry->path(), flags | O_NOFOLLOW | O_NONBLOCK);
    if (there.is_open() && there.lock_if_free() && there.is_at(entry->path())) {
      remove(entry->path());
    }
  }
}

bool is_token(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto all = [](std::string_view part, int (*is)(int)) {
    return !part.empty() && std::ranges::all_of(part, [is](unsigned char c) { return is(c) != 0; });
  };
  return dash != std::string_view::npos && all(text.substr(0, dash), std::isdigit) &&
         all(text.substr(dash + 1), std::isxdigit) && text.size() - dash - 1 == 8;
}

/// A path in a form that a signal handler can use: it allocates no memory. The path is set last.
struct Entry {
  std::atomic<bool> is_taken = false;
  std::atomic<pid_t> process = 0;
  std::atomic<Perishable::Kind> kind = Perishable::Kind::single;
  std::atomic<const char*> path = nullptr;
};
/// Few files are written at the same time. If there are more, a signal leaves them for the next run to remove.
std::array<Entry, 16> entries;

/// Removes what is in an open folder. For use in a signal handler: it allocates no memory.
void remove_contents(int folder, int depth) {
  constexpr int deepest = 8;
  alignas(dirent64) std::array<char, 2048> block;
  for (ssize_t count = 0; (count = ::getdents64(folder, block.data(), block.size())) > 0;) {
    for (ssize_t at = 0; at < count;) {
      const auto* const entry = reinterpret_cast<const dirent64*>(block.data() + at);
      const char* const name = static_cast<const char*>(entry->d_name);
      at += entry->d_reclen;
      if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0 || ::unlinkat(folder, name, 0) == 0) {
        continue;
      }
      const int inner = ::openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      if (inner >= 0 && depth < deepest) {
        remove_contents(inner, depth + 1);
      }
      ::close(inner);
      ::unlinkat(folder, name, AT_REMOVEDIR);
    }
  }
}

void remove_tree(const char* path) {
  const int folder = ::open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0) {
    remove_contents(folder, 0);
    ::close(folder);
  }
  ::rmdir(path);
}

void remove_each(Perishable::Kind kind, void (*remove)(const char*)) {
  for (const Entry& entry : entries) {
    const char* const path = entry.path;
    if (path != nullptr && entry.process == ::getpid() && entry.kind == kind) {
      remove(path);
    }
  }
}

}  // namespace

std::string unique_token() {
  std::random_device chance;
  return fmt::format("{}-{:08x}", ::getpid(), chance());
}

TemporaryFolder::TemporaryFolder(const fs::path& parent, const std::string& prefix) {
  const std::string begin = prefix + "-";
  constexpr std::string_view pattern = "XXXXXX";
  remove_abandoned(
      parent,
      [&](const std::string& name) {
        return name.starts_with(begin) && name.size() == begin.size() + pattern.size();
      },
      O_RDONLY | O_DIRECTORY,
      [](const fs::path& path) {
        std::error_code ignored;
        fs::remove_all(path, ignored);
      });
  // Before the new folder is locked, another process may take it for an abandoned one and remove it.
  for (bool is_mine = false; !is_mine;) {
    std::string name = (parent / begin).string() + std::string(pattern);
    if (::mkdtemp(name.data()) == nullptr) {
      fail(parent);
    }
    path_ = name;
    lock_ = Descriptor(path_, O_RDONLY | O_DIRECTORY);
    std::error_code none;
    // Failure is ignored: on a file system without locks, abandoned folders are never removed.
    (void)(lock_.is_open() && lock_.lock());
    is_mine = lock_.is_open() ? lock_.is_at(path_) : fs::exists(path_, none);
  }
  perishable_.emplace(path_, Perishable::Kind::tree);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Perishable::Perishable(fs::path path, Kind kind) : path_(std::move(path)) {
  for (std::size_t at = 0; at < entries.size() && !number_; ++at) {
    Entry& entry = entries.at(at);
    if (!entry.is_taken.exchange(true)) {
      entry.process = ::getpid();
      entry.kind = kind;
      entry.path = path_.c_str();
      number_ = at;
    }
  }
}

Perishable::~Perishable() {
  if (number_) {
    entries.at(*number_).path = nullptr;
    entries.at(*number_).is_taken = false;
  }
}

void Perishable::remove_files() {
  remove_each(Kind::single, [](const char* path) { ::unlink(path); });
  remove_each(Kind::single, [](const char* path) { ::rmdir(path); });
}

void Perishable::remove_all() {
  remove_files();
  remove_each(Kind::tree, remove_tree);
}

PartFile::PartFile(const fs::path& folder, const std::string& name)
    : folder_(folder),
      name_(name),
      token_(unique_token()),
      path_(folder / fmt::format(".{}.{}.part", name, token_)) {}

PartFile::~PartFile() {
  if (lock_.is_open()) {
    ::unlink(path_.c_str());
  }
  release();
}

void PartFile::open() {
  const std::string begin = "." + name_ + ".";
  constexpr std::string_view end = ".part";
  remove_abandoned(
      folder_,
      [&](const std::string& name) {
        return name.starts_with(begin) && name.ends_with(end) && name.size() > begin.size() + end.size() &&
               is_token(std::string_view(name).substr(begin.size(), name.size() - begin.size() - end.size()));
      },
      O_RDONLY, [](const fs::path& path) { ::unlink(path.c_str()); });
  do {
    lock_ = Descriptor(path_, O_RDWR | O_CREAT | O_EXCL);
    if (!lock_.is_open()) {
      fail(path_);
    }
  } while (lock_.lock() && !lock_.is_at(path_));
  perishable_.emplace(path_);
}

void PartFile::release() {
  lock_ = Descriptor();
  perishable_.reset();
}

}  // namespace engram::system
