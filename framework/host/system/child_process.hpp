// Runs another program without a shell.
#pragma once

#include <csignal>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace engram::system {

struct Command {
  std::string program;  ///< looked up along PATH
  std::vector<std::string> arguments;
  std::filesystem::path folder;  ///< where it runs; empty for the current folder
};

/// How a program ended, and what it printed.
struct Ended {
  int exit_code = 0;
  int signal = 0;  ///< the signal that ended it; 0 if it ended normally
  std::string output;
  std::string errors;

  [[nodiscard]] bool succeeded() const { return exit_code == 0 && signal == 0; }
};

/// Runs a program to its end, with an empty standard input. Returns std::nullopt if the program does not exist;
/// throws RunError if it cannot be started for another reason.
std::optional<Ended> run(const Command& command);

/// Calls `start`, which returns the number of a new child process or a negative number, and notes the child for
/// end_child(). Signals that ask this process to end are blocked meanwhile; `start` gets the mask that holds
/// otherwise, which a child that runs no other program has to restore.
pid_t start_child(const std::function<pid_t(const sigset_t& mask)>& start);

/// Waits for the end of that child and returns its status, as waitpid() gives it. Throws RunError if there is no such
/// child.
int wait_for_child(pid_t child);

/// For use in a signal handler: ends the child that this process waits for.
void end_child();

}  // namespace engram::system
