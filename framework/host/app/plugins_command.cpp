#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "spec/describe.hpp"

namespace engram::app {

namespace {

nlohmann::ordered_json json_of(const PluginInfo& plugin, const plugins::Registry& registry) {
  nlohmann::ordered_json parameters = nlohmann::ordered_json::array();
  for (const Parameter& parameter : plugin.parameters) {
    parameters.push_back(
        {{"name", parameter.name},
         {"type", spec::type_text(parameter)},
         {"unit", parameter.unit},
         {"required", parameter.required},
         {"default", parameter.required ? nullptr : nlohmann::ordered_json(spec::default_text(parameter))},
         {"description", parameter.sentence}});
  }
  const auto facets = [](const std::vector<Facet>& list) {
    auto names = nlohmann::ordered_json::array();
    for (const Facet facet : list) {
      names.push_back(facet_name(facet));
    }
    return names;
  };
  return {{"kind", kind_name(plugin.kind)},
          {"name", plugin.name},
          {"summary", plugin.summary},
          {"equation", plugin.equation},
          {"source", plugin.source},
          {"offers", facets(plugin.offers)},
          {"needs", facets(plugin.needs)},
          {"parameters", parameters},
          {"library", registry.library_of(plugin).path.string()},
          {"sdk_version", registry.library_of(plugin).sdk_version}};
}

}  // namespace

int plugins_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram plugins [options]";
  usage.paragraph = "Lists every plugin that a spec can name.";
  usage.options.add_options()("json", "print everything that is declared, as JSON")(
      "verbose,v", "tell every folder searched and why each library was refused");
  add_plugin_options(usage.options);
  usage.examples = {"engram plugins", "engram plugins --verbose", "engram plugins --plugin-path ~/my_plugins/build"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  if (values->count("json") != 0) {
    auto list = nlohmann::ordered_json::array();
    for (const Kind kind : all_kinds) {
      for (const PluginInfo* plugin : registry.catalogue().of(kind)) {
        list.push_back(json_of(*plugin, registry));
      }
    }
    fmt::print("{}\n", list.dump(2));
    return exit_done;
  }
  if (values->count("verbose") != 0) {
    fmt::print("{}", registry.report_text());
    return exit_done;
  }
  for (const Kind kind : all_kinds) {
    fmt::print("{}\n", spec::kind_plural(kind));
    for (const PluginInfo* plugin : registry.catalogue().of(kind)) {
      fmt::print("  {:<20} {}\n", plugin->name, plugin->summary);
    }
  }
  return exit_done;
}

}  // namespace engram::app
