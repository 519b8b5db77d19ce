#include "journals/cell_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "journals/journal.hpp"
#include "store/provenance.hpp"
#include "system/file_content.hpp"

namespace engram::journals {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view lock_name = "lock";
constexpr std::string_view owner_name = "result";
constexpr std::string_view removed_ending = ".removed";

/// The start of the name of a folder that is being removed: ".fig4.cells.", followed by a unique part.
std::string removed_prefix(const fs::path& folder) {
  return fmt::format(".{}.", folder.filename().string());
}

/// Whether an entry of a folder of cells was made by engram.
bool is_own(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  std::error_code none;
  if (entry.is_directory(none) && !entry.is_symlink(none)) {
    return name == jobs_folder;
  }
  return name == lock_name || name == owner_name || entry.path().extension() == journal_ending ||
         (name.starts_with('.') && (name.ends_with(".part") || name.starts_with(".nfs")));
}

/// Asks for a lock of the whole file. The lock belongs to the open file, so forked processes hold it too, and the
/// system releases it when the last of them ends, even if it is killed.
int set_lock(int file, short kind, int command) {
  struct flock lock = {};
  lock.l_type = kind;
  lock.l_whence = SEEK_SET;
  if (::fcntl(file, command, &lock) != 0) {
    return errno;
  }
  return command == F_OFD_GETLK && lock.l_type != F_UNLCK ? EAGAIN : 0;
}

/// Whether another process holds the lock. Other errors are ignored: some network file systems have no locks, and the
/// journals are safe without them, since each process writes its own.
bool refused(int error) {
  return error == EAGAIN || error == EACCES;
}

/// A line of the lock file: the process that wrote it.
struct User {
  std::string host;
  pid_t process = 0;
  std::string since;
};

std::vector<User> read_users(const fs::path& lock) {
  std::vector<User> users;
  std::ifstream file(lock);
  for (User user; file >> user.host >> user.process >> user.since;) {
    users.push_back(user);
  }
  return users;
}

bool may_be_alive(const User& user) {
  return user.host != store::host_name() || ::kill(user.process, 0) == 0 || errno == EPERM;
}

std::string in_words(const User& user) {
  return fmt::format("process {} on host '{}' since {}", user.process, user.host, user.since);
}

}  // namespace

CellFolder::CellFolder(fs::path folder, const std::string& result, Use use)
    : path_(std::move(folder)), result_(result) {
  remove_rests(path_);
  open(use);
}

CellFolder::~CellFolder() {
  // Another process may be about to add cells, and then holds the lock too.
  if (lock_.is_open() && is_unused() && set_lock(lock_.id(), F_WRLCK, F_OFD_SETLK) == 0) {
    remove();
  }
}

void CellFolder::open(Use use) {
  std::error_code error;
  fs::create_directories(fs::absolute(path_).parent_path(), error);
  fs::create_directory(path_, error);
  std::error_code none;
  const bool is_folder = fs::is_directory(path_, none);
  if (error || !is_folder) {
    throw RequestError(fmt::format("{} cannot be made: {}", path_.string(),
                                   error ? error.message() : "there is a file of that name"));
  }
  const fs::path name = path_ / lock_name;
  for (const std::string_view own : {lock_name, owner_name}) {
    const fs::file_status status = fs::symlink_status(path_ / own, error);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
      throw RequestError(
          fmt::format("{} is not a regular file, as engram makes it; remove it, or write elsewhere with -o FILE",
                      (path_ / own).string()));
    }
  }
  lock_ = system::Descriptor(name, O_CREAT | O_RDWR | O_APPEND | O_NOFOLLOW);
  if (!lock_.is_open()) {
    throw RequestError(
        fmt::format("{} cannot be written: {}", path_.string(), std::generic_category().message(errno)));
  }
  const int failed = set_lock(lock_.id(), use == Use::alone ? F_WRLCK : F_RDLCK, F_OFD_SETLK);
  // Another process may have removed the folder between opening and locking the file.
  if (refused(failed) || !lock_.is_at(name)) {
    const std::vector<std::string> users = users_of(path_);
    throw RequestError(
        fmt::format("{} is in use{}: its cells are being computed or merged; wait for that, stop it, or write "
                    "elsewhere with -o FILE",
                    path_.string(), users.empty() ? "" : fmt::format(" by {}", users.back())));
  }
  claim();
  if (use == Use::alone) {
    (void)!::ftruncate(lock_.id(), 0);
  }
  const std::string line = fmt::format("{} {} {}\n", store::host_name(), ::getpid(), store::utc_now());
  (void)!::write(lock_.id(), line.data(), line.size());
}

/// Otherwise two results whose names differ only in their endings would share a folder.
void CellFolder::claim() const {
  const fs::path name = path_ / owner_name;
  std::string owner = system::content_of(name);
  owner.resize(owner.ends_with('\n') ? owner.size() - 1 : owner.size());
  if (owner.empty()) {
    std::ofstream(name) << result_ << '\n';
  } else if (owner != result_) {
    throw RequestError(fmt::format("{} holds the cells of {}, not of {}; write elsewhere with -o FILE",
                                   path_.string(), owner, result_));
  }
}

void CellFolder::keep_nothing() {
  if (is_unused()) {
    for (const fs::path& path : {path_ / owner_name, path_ / lock_name, path_}) {
      perishable_.emplace_back(path);
    }
  }
}

void CellFolder::clear() {
  remove();
  open(Use::alone);
}

void CellFolder::remove() {
  std::error_code error;
  bool all_own = true;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    all_own = all_own && is_own(entry);
  }
  if (all_own && !fs::is_symlink(fs::symlink_status(path_, error))) {
    const fs::path away =
        path_.parent_path() / fmt::format("{}{}{}", removed_prefix(path_), process_token(), removed_ending);
    fs::rename(path_, away, error);
    // A network file system keeps open files in their folder, which then cannot be removed.
    lock_ = system::Descriptor();
    fs::remove_all(error ? path_ : away, error);
  } else {
    lock_ = system::Descriptor();
    for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
      if (is_own(entry)) {
        std::error_code ignored;
        fs::remove_all(entry.path(), ignored);
      }
    }
    fs::remove(path_, error);
  }
}

bool CellFolder::is_unused() const {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    if (const fs::path name = entry.path().filename(); name != lock_name && name != owner_name) {
      return false;
    }
  }
  return !error;
}

std::vector<std::string> users_of(const fs::path& folder) {
  const fs::path name = folder / lock_name;
  std::error_code none;
  if (!fs::is_regular_file(fs::symlink_status(name, none))) {
    return {};
  }
  const system::Descriptor file(name, O_RDWR | O_NOFOLLOW);
  if (!file.is_open()) {
    return {};
  }
  const bool in_use = refused(set_lock(file.id(), F_WRLCK, F_OFD_GETLK));
  std::vector<std::string> users;
  if (in_use) {
    for (const User& user : read_users(name)) {
      if (may_be_alive(user)) {
        users.push_back(in_words(user));
      }
    }
  }
  return users;
}

void remove_rests(const fs::path& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::absolute(folder).parent_path(), error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(removed_prefix(folder)) && name.ends_with(removed_ending)) {
      std::error_code ignored;
      fs::remove_all(entry.path(), ignored);
    }
  }
}

}  // namespace engram::journals
