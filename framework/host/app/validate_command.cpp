#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/counted.hpp>

#include "app/checked_spec.hpp"
#include "app/crash.hpp"
#include "app/options.hpp"
#include "app/print.hpp"
#include "app/program.hpp"
#include "plugins/search_path.hpp"

namespace engram::app {

namespace po = boost::program_options;

int validate_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram validate SPEC [options]";
  usage.paragraph =
      "Checks a spec as `engram run` would and runs nothing: every mistake is shown with its line, what was allowed\n"
      "and the nearest match.";
  usage.positional = "SPEC";
  add_plugin_options(usage.options);
  usage.options.add_options()("set", po::value<std::vector<std::string>>()->composing()->value_name("PATH=VALUE"),
                              "put VALUE at a dotted PATH of the spec; may be given again")(
      "resolved", "print the spec with every default written out");
  usage.examples = {"engram validate fig4.yaml", "engram validate fig4.yaml --set model.tau_v=50ms",
                    "engram validate fig4.yaml --resolved"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const std::string file = (*values)["SPEC"].as<std::string>();
  const auto sets = texts_of(*values, "set");
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  const auto crash_guard = guard_against(registry);
  const spec::Spec checked = check_spec(file, sets, registry);
  if (values->count("resolved") != 0) {
    app::print("{}", checked.resolved);
  } else if (checked.has_cases) {
    app::print("{}: no mistakes, {}\n", file, counted(checked.cases.size(), "case"));
  } else {
    app::print("{}: no mistakes\n", file);
  }
  return exit_done;
}

}  // namespace engram::app
