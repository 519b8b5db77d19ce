#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "plugins/search_path.hpp"
#include "study/checked_spec.hpp"
#include "study/crash.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

void report(const specification::Spec& checked, const std::string& file, bool resolved) {
  if (resolved) {
    app::print("{}", checked.resolved);
  } else if (checked.has_cases) {
    app::print("{}: no mistakes, {}\n", file, specification::runs_in_words(checked, checked.cases.size()));
  } else {
    app::print("{}: no mistakes\n", file);
  }
}

}  // namespace

int validate_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram validate SPEC... [options]";
  usage.paragraph =
      "Checks specs as `engram run` would and runs nothing: every mistake is shown with its line, what was allowed\n"
      "and the nearest match. Each spec is checked, also after one with mistakes.";
  usage.positional = "SPEC";
  usage.several = true;
  add_plugin_options(usage.options);
  usage.options.add_options()("set", po::value<std::vector<std::string>>()->composing()->value_name("PATH=VALUE"),
                              "put VALUE at a dotted PATH of each spec; may be given again")(
      "resolved", "print each spec with its defaults written out, as one YAML document");
  usage.examples = {"engram validate fig4.yaml", "engram validate *.yaml",
                    "engram validate fig4.yaml --set model.tau_v=50ms", "engram validate fig4.yaml --resolved"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const auto files = (*values)["SPEC"].as<std::vector<std::string>>();
  const auto sets = texts_of(*values, "set");
  const bool resolved = values->count("resolved") != 0;
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  const auto crash_guard = study::guard_against(registry, exit_failed);
  int code = exit_done;
  for (const std::string& file : files) {
    try {
      const specification::Spec checked = study::check_spec(file, sets, registry);
      if (resolved && files.size() > 1) {
        app::print("---\n");
      }
      app::print(stderr, "{}", yaml::render(checked.doubts, "note"));
      report(checked, file, resolved);
    } catch (const RequestError& error) {
      print_error(error);
      code = exit_refused;
    }
  }
  return code;
}

}  // namespace engram::app
