// Options of a command: parsing with helpful messages, and a help text with examples.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>

namespace engram::app {

/// A message and further lines below it; empty lines are left out.
template <class... Lines>
std::string refusal(std::string message, const Lines&... lines) {
  ((message += std::string(lines).empty() ? "" : "\n  " + std::string(lines)), ...);
  return message;
}

/// The arguments of a command, for parsing and for its help text.
struct Usage {
  std::string line;        ///< "engram run SPEC [options]"
  std::string paragraph;   ///< the purpose of the command
  std::string positional;  ///< the name of the argument without an option; empty if there is none
  bool several = false;    ///< the positional argument may be repeated, and its value is a list
  boost::program_options::options_description options;
  std::vector<std::string> examples;
};

/// The options of every command that loads plugins.
void add_plugin_options(boost::program_options::options_description& options);
std::vector<std::filesystem::path> plugin_path(const boost::program_options::variables_map& values);

/// The options -o and --overwrite of a command that writes one file, or else to standard output.
void add_output_options(boost::program_options::options_description& options);

/// The file of -o; empty for standard output. Throws RequestError if it exists and --overwrite is not given, or if it
/// is the result that the command reads.
std::string output_of(const boost::program_options::variables_map& values, const std::filesystem::path& result);

/// Writes to that file, or to standard output. Throws RequestError or RunError if the file cannot be written.
void write_output(const std::string& target, const std::function<void(std::ostream&)>& write);

bool is_given(const boost::program_options::variables_map& values, const std::string& option);

/// The text of an option; empty if it was not given.
std::string text_of(const boost::program_options::variables_map& values, const std::string& option);

/// The texts of an option that may be repeated.
std::vector<std::string> texts_of(const boost::program_options::variables_map& values, const std::string& option);

/// A whole number in plain digits; nullopt if the option was not given. Throws RequestError unless it is a number
/// from `least` to `most`.
std::optional<std::size_t> whole_number(const boost::program_options::variables_map& values,
                                        const std::string& option, std::size_t least, std::size_t most);

/// A finite number from 0 up, for a tolerance; nullopt if the option was not given. Throws RequestError.
std::optional<double> tolerance(const boost::program_options::variables_map& values, const std::string& option);

/// A duration above 0 and at most `most` seconds, as a spec writes it: "90", "2 min". Throws RequestError.
std::optional<double> duration(const boost::program_options::variables_map& values, const std::string& option,
                               double most);

/// Two options that exclude each other.
struct Conflict {
  std::string option;
  std::string other;
  std::string reason;
};
void refuse_conflicts(const boost::program_options::variables_map& values, const std::vector<Conflict>& conflicts);

/// The largest number of processes that --jobs takes.
inline constexpr std::size_t most_jobs = 1024;

/// The usage of a command, including `--help`, without running it. Throws what the command throws.
struct Command;
Usage usage_of(const Command& command);
/// The options of a command, "--output" and the like: for completion.
std::vector<std::string> options_of(const Command& command);

/// Parses; prints the help text and returns nullopt if the user asked for it. Throws RequestError with the nearest
/// match for an unknown option.
std::optional<boost::program_options::variables_map> parse(Usage usage, const std::vector<std::string>& arguments);

}  // namespace engram::app
