#include "app/options.hpp"

#include <sstream>
#include <stdexcept>
#include <utility>

#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/program.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

void print_help(const Usage& usage) {
  std::ostringstream options;
  options << usage.options;
  fmt::print("usage: {}\n\n{}\n\n{}\nfor example:\n", usage.line, usage.paragraph, options.str());
  for (const std::string& example : usage.examples) {
    fmt::print("  {}\n", example);
  }
}

/// Where parse() leaves the usage instead of parsing, while someone asks for it.
std::optional<Usage>*& asked_for() {
  static std::optional<Usage>* usage = nullptr;
  return usage;
}

std::vector<std::string> option_names(const po::options_description& options) {
  std::vector<std::string> names;
  for (const auto& option : options.options()) {
    names.push_back("--" + option->long_name());
  }
  return names;
}

}  // namespace

void add_plugin_options(po::options_description& options) {
  options.add_options()("plugin-path", po::value<std::vector<std::string>>()->composing()->value_name("DIR"),
                        "search DIR for plugins before all other places; may be given again");
}

std::vector<std::filesystem::path> plugin_path(const po::variables_map& values) {
  if (values.count("plugin-path") == 0) {
    return {};
  }
  const auto& folders = values["plugin-path"].as<std::vector<std::string>>();
  return {folders.begin(), folders.end()};
}

Usage usage_of(const Command& command) {
  std::optional<Usage> usage;
  asked_for() = &usage;
  command.run({});
  asked_for() = nullptr;
  if (!usage) {
    throw std::logic_error("command '" + command.name + "' does not begin with parse()");
  }
  return std::move(*usage);
}

std::vector<std::string> options_of(const Command& command) {
  return option_names(usage_of(command).options);
}

std::optional<po::variables_map> parse(Usage usage, const std::vector<std::string>& arguments) {
  usage.options.add_options()("help,h", "print this text");
  if (asked_for() != nullptr) {
    asked_for()->emplace(std::move(usage));
    return std::nullopt;
  }
  po::options_description all;
  all.add(usage.options);
  po::positional_options_description positions;
  if (!usage.positional.empty()) {
    if (usage.several) {
      all.add_options()(usage.positional.c_str(), po::value<std::vector<std::string>>());
    } else {
      all.add_options()(usage.positional.c_str(), po::value<std::string>());
    }
    positions.add(usage.positional.c_str(), usage.several ? -1 : 1);
  }
  po::variables_map values;
  try {
    // Guessing abbreviations would make a script break when a new option is added.
    constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positions).style(style).run(), values);
    po::notify(values);
  } catch (const po::unknown_option& error) {
    const std::vector<std::string> names = option_names(usage.options);
    throw RequestError(refusal(fmt::format("there is no option '{}'", error.get_option_name()),
                               did_you_mean(error.get_option_name(), names), "options: " + join(names)));
  } catch (const po::too_many_positional_options_error&) {
    throw RequestError(fmt::format("too many arguments\n  usage: {}", usage.line));
  } catch (const po::error& error) {
    throw RequestError(fmt::format("{}\n  usage: {}", error.what(), usage.line));
  }
  if (values.count("help") != 0) {
    print_help(usage);
    return std::nullopt;
  }
  if (!usage.positional.empty() && values.count(usage.positional) == 0) {
    throw RequestError(fmt::format("{} is missing\n  usage: {}\n  for example: {}", usage.positional, usage.line,
                                   usage.examples.front()));
  }
  return values;
}

}  // namespace engram::app
