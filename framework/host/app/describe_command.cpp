#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "schema/plugin_json.hpp"
#include "study/process.hpp"
#include "study/spec_form.hpp"
#include "system/file_content.hpp"
#include "values/describe.hpp"

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
                         [](const Facet& facet) { return std::string(facet.words); });
  return join(names);
}

void print_parameters(const std::vector<Parameter>& parameters) {
  app::print("\n{}\n", parameters.empty() ? "no parameters" : "parameters");
  for (const Parameter& parameter : parameters) {
    app::print("  {}: {}\n      {}\n      default: {}\n", parameter.name, values::type_text(parameter),
               parameter.sentence, values::default_text(parameter));
  }
}

/// Figures, panels and claims are not plugins, but authors of specs look them up in the same way.
std::optional<schema::RecordForm> find_record(const std::string& name) {
  const schema::SpecForm form = study::spec_form();
  for (const schema::RecordForm& record : {form.figure, *form.figure.child, form.claim}) {
    if (record.what == name) {
      return record;
    }
  }
  return std::nullopt;
}

void print_record(const schema::RecordForm& record) {
  app::print("{}\n  {}\n", record.what, record.summary);
  if (record.child != nullptr) {
    app::print("  `{}` lists what is in it, see `engram describe {}`.\n", record.children_key, record.child->what);
  }
  print_parameters(record.parameters);
}

/// The keys of specs that are neither plugins nor records, each with a text of its own.
constexpr auto topics = std::to_array<std::string_view>({"spec", "cases", "sweep"});

void print_topic(const std::string& topic) {
  const std::filesystem::path file =
      plugins::program_folder() / ".." / "share" / "engram" / "templates" / "topics" / (topic + ".txt");
  app::print("{}", system::content_of_input("the description", file.lexically_normal()));
}

void print_records(const PluginInfo& plugin) {
  if (plugin.records.empty()) {
    return;
  }
  app::print("\nrecords\n");
  for (const Recorded& record : plugin.records) {
    app::print("  {}{}{}\n", record.name, record.dimensions.empty() ? "" : ": " + join(record.dimensions, " x "),
               !record.with.empty() ? fmt::format(" (with {})", record.with)
               : record.always      ? ""
                                    : " (not always)");
  }
}

void print_plugin(const PluginInfo& plugin, const plugins::Registry& registry) {
  app::print("{} ({})\n  {}\n", plugin.name, values::kind_words(plugin.kind), plugin.summary);
  const auto line = [](std::string_view what, const std::string& text) {
    if (!text.empty()) {
      app::print("  {:<10} {}\n", what, text);
    }
  };
  line("equation", plugin.equation);
  line("source", plugin.source);
  line("offers", facets_text(plugin.offers));
  line("needs", facets_text(plugin.needs));
  line("library", registry.library_of(plugin).path.string());
  print_parameters(plugin.parameters);
  print_records(plugin);
  std::string example = "{plugin: " + plugin.name;
  for (const Parameter& parameter : plugin.parameters) {
    if (!parameter.required) {
      example += fmt::format(", {}: {}", parameter.name, values::default_text(parameter));
    } else {
      example += fmt::format(", {}: ...", parameter.name);
    }
  }
  app::print("\nin a spec\n  {}}}\n", example);
  for (const std::string& text : plugin.examples) {
    app::print("for example\n  {{plugin: {}, {}}}\n", plugin.name, text);
  }
}

}  // namespace

int describe_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram describe [KIND/]NAME [options]";
  usage.paragraph =
      "Describes a plugin and its parameters: types, units, ranges, defaults. NAME may also be spec, cases, sweep,\n"
      "figure, panel or claim, which describes that part of a spec.";
  usage.positional = "NAME";
  usage.options.add_options()("json", "print everything that is declared, as JSON");
  add_plugin_options(usage.options);
  usage.examples = {"engram describe pc_hopfield", "engram describe activation/tanh", "engram describe sweep",
                    "engram describe panel", "engram describe recall --json"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const std::string name = (*values)["NAME"].as<std::string>();
  const bool as_json = values->count("json") != 0;
  if (std::ranges::find(topics, name) != topics.end()) {
    if (as_json) {
      throw RequestError(fmt::format("--json has no meaning for '{}'; 'engram schema' prints the JSON Schema", name));
    }
    print_topic(name);
    return exit_done;
  }
  if (const auto record = find_record(name)) {
    if (as_json) {
      app::print("{}\n", schema::json_text(schema::record_json(*record, study::declaration_words())));
    } else {
      print_record(*record);
    }
    return exit_done;
  }
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  study::reserve_blas_memory();
  const PluginInfo& plugin = find_plugin(name, registry);
  if (as_json) {
    const plugins::Library& library = registry.library_of(plugin);
    app::print("{}\n", schema::json_text(schema::plugin_json(plugin, library.path.string(), library.sdk_version,
                                                             study::declaration_words())));
  } else {
    print_plugin(plugin, registry);
  }
  return exit_done;
}

}  // namespace engram::app
