#include "app/options.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <boost/any.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/program.hpp"
#include "system/file_content.hpp"
#include "values/quantity.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

void print_help(const Usage& usage) {
  std::ostringstream options;
  options << usage.options;
  app::print("usage: {}\n\n{}\n\n{}\nfor example:\n", usage.line, usage.paragraph, options.str());
  for (const std::string& example : usage.examples) {
    app::print("  {}\n", example);
  }
}

/// If not null, parse() stores the usage here instead of parsing.
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

/// Refuses the value of an option, and lists its possible values.
[[noreturn]] void refuse_value(const std::string& option, const std::string& takes, const std::string& found,
                               const std::string& note = "") {
  throw RequestError(refusal(fmt::format("--{} takes {}; found '{}'", option, takes, found), note));
}

bool holds_empty_text(const po::variable_value& value) {
  const auto* text = boost::any_cast<std::string>(&value.value());
  const auto* texts = boost::any_cast<std::vector<std::string>>(&value.value());
  return (text != nullptr && text->empty()) ||
         (texts != nullptr && std::ranges::find(*texts, std::string()) != texts->end());
}

/// An empty text is not a file, a label or a number.
void refuse_empty(const po::variables_map& values, const Usage& usage) {
  for (const auto& [name, value] : values) {
    if (!holds_empty_text(value)) {
      continue;
    }
    const po::option_description* option = usage.options.find_nothrow(name, false);
    if (option == nullptr) {
      throw RequestError(fmt::format("{} is an empty text\n  usage: {}", name, usage.line));
    }
    // A switch has no value, which the library stores as an empty text.
    if (option->semantic()->max_tokens() > 0) {
      const std::string parameter = option->format_parameter();
      refuse_value(name, parameter.substr(0, parameter.find(' ')), "");
    }
  }
}

}  // namespace

bool is_given(const po::variables_map& values, const std::string& option) {
  return values.count(option) != 0 && !values[option].defaulted();
}

std::string text_of(const po::variables_map& values, const std::string& option) {
  return values.count(option) != 0 ? values[option].as<std::string>() : "";
}

void add_output_options(po::options_description& options) {
  options.add_options()("output,o", po::value<std::string>()->value_name("FILE"),
                        "write to FILE, and not to standard output")("overwrite", "replace FILE if it exists");
}

std::string output_of(const po::variables_map& values, const std::filesystem::path& result) {
  std::string target = text_of(values, "output");
  if (is_given(values, "overwrite") && target.empty()) {
    throw RequestError("--overwrite needs -o FILE");
  }
  std::error_code error;
  if (!target.empty() && std::filesystem::equivalent(target, result, error)) {
    throw RequestError(fmt::format("{} is the result itself; another -o FILE writes elsewhere", target));
  }
  if (!is_given(values, "overwrite") && std::filesystem::is_regular_file(target, error)) {
    throw RequestError(fmt::format("{} exists; --overwrite replaces it, another -o FILE writes elsewhere", target));
  }
  return target;
}

void write_output(const std::string& target, const std::function<void(std::ostream&)>& write) {
  if (!target.empty()) {
    system::write_file(target, "the file", write);
    return;
  }
  std::ostringstream text;
  write(text);
  app::print("{}", text.str());
}

std::vector<std::string> texts_of(const po::variables_map& values, const std::string& option) {
  return values.count(option) != 0 ? values[option].as<std::vector<std::string>>() : std::vector<std::string>{};
}

std::optional<std::size_t> whole_number(const po::variables_map& values, const std::string& option, std::size_t least,
                                        std::size_t most) {
  if (values.count(option) == 0) {
    return std::nullopt;
  }
  const std::string text = text_of(values, option);
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, number);
  if (code != std::errc() || stop != end || number < least || number > most) {
    refuse_value(option, fmt::format("a whole number from {} to {}", least, most), text);
  }
  return number;
}

std::optional<double> tolerance(const po::variables_map& values, const std::string& option) {
  if (values.count(option) == 0) {
    return std::nullopt;
  }
  const std::string text = text_of(values, option);
  const values::Reading<double> reading = values::read_real(text, "1");
  if (!reading.value || *reading.value < 0.0) {
    refuse_value(option, "a number from 0 up", text, reading.complaint);
  }
  return reading.value;
}

std::optional<double> duration(const po::variables_map& values, const std::string& option, double most) {
  if (values.count(option) == 0) {
    return std::nullopt;
  }
  const std::string text = text_of(values, option);
  const values::Reading<double> reading = values::read_real(text, "s");
  if (!reading.value || *reading.value <= 0.0 || *reading.value > most) {
    refuse_value(option, fmt::format("a duration above 0 and at most {:.0f} s, such as 90 or '2 min'", most), text,
                 reading.complaint);
  }
  return reading.value;
}

void refuse_conflicts(const po::variables_map& values, const std::vector<Conflict>& conflicts) {
  for (const Conflict& conflict : conflicts) {
    if (is_given(values, conflict.option) && is_given(values, conflict.other)) {
      throw RequestError(
          fmt::format("--{} and --{} exclude each other: {}", conflict.option, conflict.other, conflict.reason));
    }
  }
}

void add_plugin_options(po::options_description& options) {
  options.add_options()("plugin-path", po::value<std::vector<std::string>>()->composing()->value_name("DIR"),
                        "search DIR for plugins before all other places; may be given again");
}

std::vector<std::filesystem::path> plugin_path(const po::variables_map& values) {
  const std::vector<std::string> folders = texts_of(values, "plugin-path");
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
    // Without abbreviations, which would break scripts when a new option is added.
    constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positions).style(style).run(), values);
    po::notify(values);
  } catch (const po::unknown_option& error) {
    const std::vector<std::string> names = option_names(usage.options);
    throw RequestError(refusal(fmt::format("there is no option '{}'", error.get_option_name()),
                               did_you_mean(error.get_option_name(), names), "options: " + join(names)));
  } catch (const po::multiple_occurrences& error) {
    throw RequestError(fmt::format("{} is given more than once\n  usage: {}", error.get_option_name(), usage.line));
  } catch (const po::too_many_positional_options_error&) {
    throw RequestError(fmt::format("too many arguments\n  usage: {}", usage.line));
  } catch (const po::error& error) {
    throw RequestError(fmt::format("{}\n  usage: {}", error.what(), usage.line));
  }
  if (values.count("help") != 0) {
    print_help(usage);
    return std::nullopt;
  }
  refuse_empty(values, usage);
  if (!usage.positional.empty() && values.count(usage.positional) == 0) {
    throw RequestError(fmt::format("{} is missing\n  usage: {}\n  for example: {}", usage.positional, usage.line,
                                   usage.examples.front()));
  }
  return values;
}

}  // namespace engram::app
