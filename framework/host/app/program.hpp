// The command line: finds the command, runs it, and turns errors into messages and exit codes.
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "system/print.hpp"

namespace engram::app {

/// Commands print with this function, so that a terminal receives no control characters from specs and results.
using system::print;

enum ExitCode : int {
  exit_done = 0,
  exit_failed = 1,   ///< it ran, and a claim or a run failed
  exit_refused = 2,  ///< the request was wrong; nothing ran
};

/// The exit code of a command that ran.
constexpr ExitCode exit_code(bool all_done) {
  return all_done ? exit_done : exit_failed;
}

/// One command: `engram <name> <arguments>`.
struct Command {
  std::string name;
  std::string summary;  ///< one line for `engram --help`
  /// Starts with parse(), at which usage_of() stops it.
  int (*run)(const std::vector<std::string>& arguments);
};

/// The commands, in the order of the help text.
const std::vector<Command>& commands();

/// Runs `engram` with these words; the first is the program's name. Never throws.
int program(const std::vector<std::string>& words);

int report_command(const std::vector<std::string>& arguments);
int complete_command(const std::vector<std::string>& arguments);
int completion_command(const std::vector<std::string>& arguments);
int diff_command(const std::vector<std::string>& arguments);
int manual_command(const std::vector<std::string>& arguments);
int merge_command(const std::vector<std::string>& arguments);
int new_command(const std::vector<std::string>& arguments);
int rerun_command(const std::vector<std::string>& arguments);
int status_command(const std::vector<std::string>& arguments);
int submit_command(const std::vector<std::string>& arguments);
int run_command(const std::vector<std::string>& arguments);
int validate_command(const std::vector<std::string>& arguments);
int plugins_command(const std::vector<std::string>& arguments);
int docs_command(const std::vector<std::string>& arguments);
int schema_command(const std::vector<std::string>& arguments);
int describe_command(const std::vector<std::string>& arguments);
int check_plugin_command(const std::vector<std::string>& arguments);
int summary_command(const std::vector<std::string>& arguments);
int export_command(const std::vector<std::string>& arguments);
int compare_command(const std::vector<std::string>& arguments);
int show_command(const std::vector<std::string>& arguments);
int check_command(const std::vector<std::string>& arguments);
int plot_command(const std::vector<std::string>& arguments);

/// Writes what ended a command, or a part of it, to standard error.
void print_error(const std::exception& error);

/// The words of the whole command line, for provenance.
const std::vector<std::string>& command_line();

}  // namespace engram::app
