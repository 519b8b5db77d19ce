#include "figures/gnuplot.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <engram/error.hpp>

namespace engram::figures {

namespace {

/// What a child process finds at its start.
class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void enter(const std::filesystem::path& folder) { posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str()); }
  void open(int descriptor, const char* path, int flags) {
    posix_spawn_file_actions_addopen(&actions_, descriptor, path, flags, S_IRUSR | S_IWUSR);
  }
  void copy(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      throw RunError(fmt::format("gnuplot was lost: {}", std::strerror(errno)));
    }
  }
  return status;
}

}  // namespace

std::string run_gnuplot(const std::filesystem::path& folder, const std::filesystem::path& script,
                        PdfStreams streams) {
  constexpr const char* messages = "gnuplot.messages";
  FileActions actions;
  actions.enter(folder);
  actions.open(STDIN_FILENO, "/dev/null", O_RDONLY);
  actions.open(STDOUT_FILENO, messages, O_WRONLY | O_CREAT | O_TRUNC);
  actions.copy(STDOUT_FILENO, STDERR_FILENO);

  // -d: without the settings of whoever happens to run it.
  std::string program = "gnuplot";
  std::string plain = "-d";
  std::string file = script.string();
  char* arguments[] = {program.data(), plain.data(), file.data(), nullptr};
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    variables.push_back(*variable);
  }
  std::string readable = "CAIRO_DEBUG_PDF=1";
  if (streams == PdfStreams::readable) {
    variables.push_back(readable.data());
  }
  variables.push_back(nullptr);
  pid_t child = 0;
  const int error = posix_spawnp(&child, program.c_str(), actions.get(), nullptr, arguments, variables.data());
  if (error == ENOENT) {
    throw RunError("gnuplot is not installed: apt-get install gnuplot-nox");
  }
  if (error != 0) {
    throw RunError(fmt::format("gnuplot could not be started: {}", std::strerror(error)));
  }
  const int status = wait_for(child);
  std::ifstream said(folder / messages);
  std::string text{std::istreambuf_iterator<char>(said), {}};
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    return "";
  }
  if (WIFSIGNALED(status)) {
    text += fmt::format("ended by signal {}", WTERMSIG(status));
  }
  return text.empty() ? fmt::format("ended with exit code {}", WEXITSTATUS(status)) : text;
}

}  // namespace engram::figures
