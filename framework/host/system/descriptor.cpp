#include "system/descriptor.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace engram::system {

namespace {

bool flock_of(int id, int operation) {
  while (::flock(id, operation) != 0) {
    if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

Descriptor::Descriptor(const std::filesystem::path& path, int flags)
    : id_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}

Descriptor::~Descriptor() {
  if (id_ >= 0) {
    ::close(id_);
  }
}

bool Descriptor::sync() const {
  return ::fsync(id_) == 0;
}

bool Descriptor::lock_if_free() const {
  return flock_of(id_, LOCK_EX | LOCK_NB);
}

bool Descriptor::lock() const {
  return flock_of(id_, LOCK_EX);
}

bool Descriptor::is_at(const std::filesystem::path& path) const {
  struct stat own {};
  struct stat there {};
  return ::fstat(id_, &own) == 0 && ::lstat(path.c_str(), &there) == 0 && own.st_dev == there.st_dev &&
         own.st_ino == there.st_ino;
}

void open_missing_standard_descriptors() {
  for (const int id : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(id, F_GETFD) < 0 && errno == EBADF) {
      // The lowest free number is this one, since those below are open by now.
      (void)::open("/dev/null", id == STDIN_FILENO ? O_RDONLY : O_WRONLY);
    }
  }
}

}  // namespace engram::system
