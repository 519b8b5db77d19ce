#include "system/child_process.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

#include "system/descriptor.hpp"

namespace engram::system {

namespace {

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// A file in memory for the output of a program, which may be of any size.
Descriptor capture(const std::string& program) {
  Descriptor file(::memfd_create("engram-output", MFD_CLOEXEC));
  if (!file.is_open()) {
    throw RunError(fmt::format("{} could not be started: {}", program, reason(errno)));
  }
  return file;
}

std::string text_of(const Descriptor& file) {
  std::string text;
  std::array<char, 4096> block{};
  off_t at = 0;
  for (ssize_t count = 0; (count = ::pread(file.id(), block.data(), block.size(), at)) > 0; at += count) {
    text.append(block.data(), static_cast<std::size_t>(count));
  }
  return text;
}

/// The folder and the descriptors with which a child process starts.
class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void enter(const std::filesystem::path& folder) { posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str()); }
  void read(int descriptor, const char* path) {
    posix_spawn_file_actions_addopen(&actions_, descriptor, path, O_RDONLY, 0);
  }
  void copy(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// The list of C strings that posix_spawn takes; `words` must outlive it.
std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  std::ranges::transform(words, std::back_inserter(pointers), [](std::string& word) { return word.data(); });
  pointers.push_back(nullptr);
  return pointers;
}

/// The child that this process waits for, and the number of this process: a forked process has the same memory.
std::atomic<pid_t> waited_for = 0;
std::atomic<pid_t> waiting_process = 0;

/// The signal mask with which a program starts.
class Attributes {
 public:
  explicit Attributes(const sigset_t& mask) {
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigmask(&attributes_, &mask);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;

  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

}  // namespace

std::optional<Ended> run(const Command& command) {
  const Descriptor output = capture(command.program);
  const Descriptor errors = capture(command.program);
  FileActions actions;
  if (!command.folder.empty()) {
    actions.enter(command.folder);
  }
  actions.read(STDIN_FILENO, "/dev/null");
  actions.copy(output.id(), STDOUT_FILENO);
  actions.copy(errors.id(), STDERR_FILENO);
  std::vector<std::string> words{command.program};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  int error = 0;
  const pid_t child = start_child([&](const sigset_t& mask) {
    pid_t started = -1;
    error = ::posix_spawnp(&started, command.program.c_str(), actions.get(), Attributes(mask).get(),
                           pointers_to(words).data(), environ);
    return error == 0 ? started : -1;
  });
  if (error == ENOENT) {
    return std::nullopt;
  }
  if (error != 0) {
    throw RunError(fmt::format("{} could not be started: {}", command.program, reason(error)));
  }
  const int status = wait_for_child(child);
  return Ended{WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0,
               text_of(output), text_of(errors)};
}

pid_t start_child(const std::function<pid_t(const sigset_t& mask)>& start) {
  sigset_t ending;
  sigset_t former;
  sigemptyset(&ending);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGALRM}) {
    sigaddset(&ending, signal);
  }
  pthread_sigmask(SIG_BLOCK, &ending, &former);
  const pid_t child = start(former);
  if (child > 0) {
    waiting_process = ::getpid();
    waited_for = child;
  }
  pthread_sigmask(SIG_SETMASK, &former, nullptr);
  return child;
}

int wait_for_child(pid_t child) {
  // The number of a child is not given to another process until its status is taken, and by then it is forgotten
  // here.
  siginfo_t ended{};
  while (::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  waited_for = 0;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      throw RunError(fmt::format("process {} was lost: {}", child, reason(errno)));
    }
  }
  return status;
}

void end_child() {
  const pid_t child = waited_for;
  if (child > 0 && waiting_process == ::getpid() && ::kill(child, SIGKILL) == 0) {
    // A program that still ends could write into a folder that is being removed.
    (void)::waitpid(child, nullptr, 0);
  }
}

}  // namespace engram::system
