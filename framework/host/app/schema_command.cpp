#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "schema/spec_schema.hpp"
#include "study/build_info.hpp"
#include "study/spec_form.hpp"
#include "system/file_content.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// Throws if a file that is not a schema of engram would be lost.
void check_target(const fs::path& target, bool overwrite) {
  std::error_code error;
  if (overwrite || !fs::is_regular_file(target, error) || schema::is_own_schema(system::content_of(target))) {
    return;
  }
  throw RequestError(refusal(fmt::format("{} exists and is not a schema that engram wrote", target.string()),
                             "--overwrite replaces it, another -o FILE writes elsewhere"));
}

}  // namespace

int schema_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram schema [-o FILE] [options]";
  usage.paragraph =
      "Prints a JSON Schema of specs, made of what the plugins found declare, your own included. An editor that\n"
      "reads it completes parameters, shows what they mean and underlines mistakes. In VS Code with the extension\n"
      "YAML, put this line at the top of a spec:\n"
      "  # yaml-language-server: $schema=schema.json";
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("FILE"), "write it to FILE")(
      "overwrite", "replace FILE even if it is not a schema of engram's");
  add_plugin_options(usage.options);
  usage.examples = {"engram schema -o schema.json", "engram schema -o schema.json --plugin-path ~/my_plugins/build"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  if (values->count("overwrite") != 0 && values->count("output") == 0) {
    throw RequestError("--overwrite needs -o FILE");
  }
  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  const std::string text =
      schema::spec_schema(registry.catalogue(), study::spec_form(), study::build_info().engram_version);
  if (values->count("output") == 0) {
    app::print("{}", text);
    return exit_done;
  }
  const fs::path target = (*values)["output"].as<std::string>();
  check_target(target, values->count("overwrite") != 0);
  system::write_text_file(target, text, "the schema");
  app::print("{}\nat the top of a spec, for editors:\n  # yaml-language-server: $schema={}\n", target.string(),
             fs::absolute(target).lexically_normal().string());
  return exit_done;
}

}  // namespace engram::app
