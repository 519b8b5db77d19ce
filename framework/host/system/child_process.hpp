// Runs another program without a shell.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace engram::system {

struct Command {
  std::string program;  ///< looked up along PATH
  std::vector<std::string> arguments;
  std::filesystem::path folder;  ///< where it runs; empty for the current folder
  /// The program's whole environment, as "NAME=value"; std::nullopt for the environment of this process.
  std::optional<std::vector<std::string>> environment = {};
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

/// For use in a signal handler: ends the program that run() waits for, if this process started one.
void end_child();

/// The variables of this process's environment with these names, as `NAME=value`.
std::vector<std::string> environment_with(const std::vector<std::string>& names);

}  // namespace engram::system
