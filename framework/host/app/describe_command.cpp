#include <algorithm>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/claim_spec.hpp"
#include "app/figure_spec.hpp"
#include "app/options.hpp"
#include "app/program.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "spec/describe.hpp"

namespace engram::app {

namespace {

/// The plugin that "[KIND/]NAME" names; throws RequestError with the nearest match.
const PluginInfo& find_plugin(const std::string& wanted, const plugins::Registry& registry) {
  const auto slash = wanted.find('/');
  const std::string kind = slash == std::string::npos ? "" : wanted.substr(0, slash);
  const std::string name = slash == std::string::npos ? wanted : wanted.substr(slash + 1);
  std::vector<const PluginInfo*> found = registry.catalogue().named(name);
  std::erase_if(found, [&](const PluginInfo* plugin) { return !kind.empty() && kind_name(plugin->kind) != kind; });
  if (found.size() == 1) {
    return *found.front();
  }
  std::vector<std::string> names;
  if (found.empty()) {
    for (const Kind each : all_kinds) {
      for (const PluginInfo* plugin : registry.catalogue().of(each)) {
        names.push_back(kind.empty() ? plugin->name : fmt::format("{}/{}", kind_name(each), plugin->name));
      }
    }
    throw RequestError(refusal(fmt::format("no plugin '{}' was found", wanted), did_you_mean(wanted, names),
                               "plugins: " + join(names)) +
                       "\n" + registry.short_report_text());
  }
  for (const PluginInfo* plugin : found) {
    names.push_back(fmt::format("{}/{}", kind_name(plugin->kind), plugin->name));
  }
  throw RequestError(fmt::format("'{}' names several plugins; write one of: {}", wanted, join(names)));
}

std::string facets_text(const std::vector<Facet>& facets) {
  std::vector<std::string> names;
  std::ranges::transform(facets, std::back_inserter(names),
                         [](Facet facet) { return std::string(facet_name(facet)); });
  return join(names);
}

void print_parameters(const std::vector<Parameter>& parameters) {
  fmt::print("\n{}\n", parameters.empty() ? "no parameters" : "parameters");
  for (const Parameter& parameter : parameters) {
    fmt::print("  {}: {}\n      {}\n      default: {}\n", parameter.name, spec::type_text(parameter),
               parameter.sentence, spec::default_text(parameter));
  }
}

/// Figures, panels and claims are no plugins, but a spec's author asks for them in the same way.
bool print_record(const std::string& name) {
  const spec::RecordSchema& figure = figure_schema();
  if (name == figure.what) {
    fmt::print("{}\n  An entry of `figures` in a spec; `{}` lists its panels, see `engram describe {}`.\n", name,
               figure.children_key, figure.child->what);
    print_parameters(figure.parameters);
  } else if (name == figure.child->what) {
    fmt::print("{}\n  One pair of axes of a figure.\n", name);
    print_parameters(figure.child->parameters);
  } else if (name == claim_schema().what) {
    fmt::print("{}\n  An entry of `expect` in a spec; `engram check` judges it.\n", name);
    print_parameters(claim_schema().parameters);
  } else {
    return false;
  }
  return true;
}

void print_plugin(const PluginInfo& plugin, const plugins::Registry& registry) {
  fmt::print("{} ({})\n  {}\n", plugin.name, spec::kind_words(plugin.kind), plugin.summary);
  const auto line = [](std::string_view what, const std::string& text) {
    if (!text.empty()) {
      fmt::print("  {:<10} {}\n", what, text);
    }
  };
  line("equation", plugin.equation);
  line("source", plugin.source);
  line("offers", facets_text(plugin.offers));
  line("needs", facets_text(plugin.needs));
  line("library", registry.library_of(plugin).path.string());
  print_parameters(plugin.parameters);
  std::string example = "{plugin: " + plugin.name;
  for (const Parameter& parameter : plugin.parameters) {
    if (!parameter.required) {
      example += fmt::format(", {}: {}", parameter.name, spec::default_text(parameter));
    } else {
      example += fmt::format(", {}: ...", parameter.name);
    }
  }
  fmt::print("\nin a spec\n  {}}}\n", example);
}

}  // namespace

int describe_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram describe [KIND/]NAME [options]";
  usage.paragraph = "Tells what a plugin is and what it takes: types, units, ranges, defaults.";
  usage.positional = "NAME";
  add_plugin_options(usage.options);
  usage.examples = {"engram describe pc_hopfield", "engram describe activation/tanh", "engram describe panel",
                    "engram describe claim"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const std::string name = (*values)["NAME"].as<std::string>();
  if (print_record(name)) {
    return exit_done;
  }
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  print_plugin(find_plugin(name, registry), registry);
  return exit_done;
}

}  // namespace engram::app
