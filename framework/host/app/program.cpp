#include "app/program.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <system_error>

#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "study/build_info.hpp"
#include "system/memory_limit.hpp"

namespace engram::app {

namespace {

std::vector<std::string>& words_of_process() {
  static std::vector<std::string> words;
  return words;
}

void print_help() {
  app::print(
      "engram {}: experiments with associative memories\n\n"
      "Describe an experiment in a YAML file, run it into one HDF5 file, draw figures from that file.\n\n"
      "usage: engram COMMAND [ARGUMENTS]\n\n",
      study::build_info().engram_version);
  for (const Command& command : commands()) {
    app::print("  {:<12} {}\n", command.name, command.summary);
  }
  app::print(
      "\nfor example:\n"
      "  engram new spec my_experiment          a spec with comments to begin with\n"
      "  engram validate fig4.yaml              find every mistake in a spec, run nothing\n"
      "  engram run fig4.yaml                   run it; results go to fig4.h5\n"
      "  engram plot fig4.h5 --format svg       draw its figures\n"
      "  engram describe pc_hopfield            parameters of a plugin, with units and defaults\n"
      "  engram new activation softstep         a plugin of your own to begin with\n\n"
      "engram help COMMAND says more about each.\n"
      "exit codes: 0 done, 1 it ran and something failed, 2 the request was wrong\n");
}

/// Flushes the output, and throws RunError if that fails, for instance on a full disk.
void finish_output() {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw RunError(fmt::format("standard output cannot be written: {}", std::generic_category().message(errno)));
  }
}

const Command& command_named(const std::string& name) {
  const auto found = std::ranges::find(commands(), name, &Command::name);
  if (found == commands().end()) {
    std::vector<std::string> names;
    std::ranges::transform(commands(), std::back_inserter(names), &Command::name);
    throw RequestError(refusal(fmt::format("there is no command '{}'", name), did_you_mean(name, names),
                               "commands: " + join(names)));
  }
  return *found;
}

int dispatch(const std::vector<std::string>& words) {
  const bool asks_for_help = words.size() >= 2 && words[1] == "help";
  if (words.size() < 2 || words[1] == "--help" || words[1] == "-h" || (asks_for_help && words.size() == 2)) {
    print_help();
    return words.size() < 2 ? exit_refused : exit_done;
  }
  if (asks_for_help && (words[2] == "help" || words[2] == "--help")) {
    print_help();
    return exit_done;
  }
  if (asks_for_help) {
    return command_named(words[2]).run({"--help"});
  }
  if (words[1] == "--version") {
    const store::Build build = study::build_info();
    app::print("engram {} ({}{})\n", build.engram_version, build.git_commit,
               build.git_dirty ? ", changed since" : "");
    return exit_done;
  }
  if (words[1] == "complete") {
    return complete_command({words.begin() + 2, words.end()});  // for shells, not for users
  }
  if (words[1] == "manual") {
    return manual_command({words.begin() + 2, words.end()});  // for the build, which installs it
  }
  return command_named(words[1]).run({words.begin() + 2, words.end()});
}

}  // namespace

void print_error(const std::exception& error) {
  app::print(stderr, "engram: error: {}\n", error.what());
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"run", "run an experiment and store its results", run_command},
      {"validate", "check a spec and run nothing", validate_command},
      {"status", "report how far a sweep is", status_command},
      {"merge", "write the result of a sweep that was computed in parts", merge_command},
      {"submit", "compute a sweep on a cluster", submit_command},
      {"rerun", "run a stored result again and compare", rerun_command},
      {"show", "show what a result holds, and where it comes from", show_command},
      {"summary", "list the cells of a result with their numbers", summary_command},
      {"export", "write datasets for other programs", export_command},
      {"compare", "compare the settings and the numbers of results", compare_command},
      {"diff", "compare two results bit for bit", diff_command},
      {"check", "judge a result by the claims of its spec", check_command},
      {"plot", "draw the figures of stored results", plot_command},
      {"report", "write one HTML page about stored results", report_command},
      {"plugins", "list the plugins that are found, and where", plugins_command},
      {"describe", "describe a plugin, or a part of specs", describe_command},
      {"docs", "write a web site about the plugins", docs_command},
      {"schema", "print a JSON Schema of specs, for editors", schema_command},
      {"new", "write a small spec or plugin to begin with", new_command},
      {"check-plugin", "check a plugin library against the laws of its kind", check_plugin_command},
      {"completion", "make a shell complete what is typed", completion_command},
  };
  return all;
}

const std::vector<std::string>& command_line() {
  return words_of_process();
}

int program(const std::vector<std::string>& words) {
  words_of_process() = words;
  try {
    const int code = dispatch(words);
    finish_output();
    return code;
  } catch (const RequestError& error) {
    print_error(error);
    return exit_refused;
  } catch (const std::filesystem::filesystem_error& error) {
    const std::string path = error.path1().string();
    app::print(stderr, "engram: error: {}{}{}\n", path, path.empty() ? "" : ": ", error.code().message());
    return exit_failed;
  } catch (const std::bad_alloc&) {
    const std::string limit = system::memory_limit();
    app::print(stderr, "engram: error: it needs more memory than there is{}{}\n", limit.empty() ? "" : ": ", limit);
    return exit_failed;
  } catch (const std::exception& error) {
    print_error(error);
    return exit_failed;
  } catch (...) {
    app::print(stderr, "engram: error: something was thrown that is not a std::exception\n");
    return exit_failed;
  }
}

}  // namespace engram::app
