#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "schema/plugin_json.hpp"
#include "study/spec_form.hpp"
#include "values/describe.hpp"

namespace engram::app {

int plugins_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram plugins [options]";
  usage.paragraph = "Lists every plugin that a spec can name.";
  usage.options.add_options()("json", "print everything that is declared, as JSON")(
      "verbose,v", "list every folder searched and why each library was refused");
  add_plugin_options(usage.options);
  usage.examples = {"engram plugins", "engram plugins --verbose", "engram plugins --plugin-path ~/my_plugins/build"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  refuse_conflicts(*values, {{"json", "verbose", "each prints its own list"}});
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  if (values->count("json") != 0) {
    auto list = nlohmann::ordered_json::array();
    for (const Kind kind : all_kinds) {
      for (const PluginInfo* plugin : registry.catalogue().of(kind)) {
        list.push_back(schema::plugin_json(*plugin, registry.library_of(*plugin).path.string(),
                                           registry.library_of(*plugin).sdk_version, study::declaration_words()));
      }
    }
    app::print("{}\n", schema::json_text(list));
    return exit_done;
  }
  if (values->count("verbose") != 0) {
    app::print("{}", registry.report_text());
    return exit_done;
  }
  for (const Kind kind : all_kinds) {
    app::print("{}\n", values::kind_plural(kind));
    for (const PluginInfo* plugin : registry.catalogue().of(kind)) {
      app::print("  {:<20} {}\n", plugin->name, plugin->summary);
    }
  }
  return exit_done;
}

}  // namespace engram::app
