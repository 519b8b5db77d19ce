// Options of a command: parsing with messages that help, and a help text that teaches by example.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>

namespace engram::app {

/// A message and further lines below it; empty ones are left out.
template <class... Lines>
std::string refusal(std::string message, const Lines&... lines) {
  ((message += std::string(lines).empty() ? "" : "\n  " + std::string(lines)), ...);
  return message;
}

/// What a command takes, for parsing and for its help text.
struct Usage {
  std::string line;        ///< "engram run SPEC [options]"
  std::string paragraph;   ///< what the command does
  std::string positional;  ///< the name of the one argument that is no option; empty: there is none
  bool several = false;    ///< the positional argument may be given again: its value is a list
  boost::program_options::options_description options;
  std::vector<std::string> examples;
};

/// The options of every command that loads plugins.
void add_plugin_options(boost::program_options::options_description& options);
std::vector<std::filesystem::path> plugin_path(const boost::program_options::variables_map& values);

/// What a command takes, `--help` included, without running it. Throws what the command throws.
struct Command;
Usage usage_of(const Command& command);
/// The options of a command, "--output" and the like: for completion.
std::vector<std::string> options_of(const Command& command);

/// Parses; prints the help text and returns nothing where that was asked for. Throws RequestError with the nearest
/// match for an unknown option.
std::optional<boost::program_options::variables_map> parse(Usage usage, const std::vector<std::string>& arguments);

}  // namespace engram::app
