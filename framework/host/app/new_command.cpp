#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "app/template.hpp"
#include "plugins/library.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "study/build_info.hpp"
#include "values/describe.hpp"

namespace engram::app {

namespace fs = std::filesystem;
namespace po = boost::program_options;

namespace {

// The name of a plugin is also an identifier in C++.
constexpr auto cpp_keywords = std::to_array<std::string_view>(
    {"alignas",     "alignof",   "and",       "and_eq",    "asm",      "auto",         "bitand",
     "bitor",       "bool",      "break",     "case",      "catch",    "char",         "char8_t",
     "char16_t",    "char32_t",  "class",     "compl",     "concept",  "const",        "const_cast",
     "consteval",   "constexpr", "constinit", "continue",  "co_await", "co_return",    "co_yield",
     "decltype",    "default",   "delete",    "do",        "double",   "dynamic_cast", "else",
     "enum",        "explicit",  "export",    "extern",    "false",    "float",        "for",
     "friend",      "goto",      "if",        "inline",    "int",      "long",         "mutable",
     "namespace",   "new",       "noexcept",  "not",       "not_eq",   "nullptr",      "operator",
     "or",          "or_eq",     "private",   "protected", "public",   "register",     "reinterpret_cast",
     "requires",    "return",    "short",     "signed",    "sizeof",   "static",       "static_assert",
     "static_cast", "struct",    "switch",    "template",  "this",     "thread_local", "throw",
     "true",        "try",       "typedef",   "typeid",    "typename", "union",        "unsigned",
     "using",       "virtual",   "void",      "volatile",  "wchar_t",  "while",        "xor",
     "xor_eq"});
// The plugin is a target of CMake, and these targets exist already.
constexpr auto cmake_targets = std::to_array<std::string_view>(
    {"all", "clean", "depend", "edit_cache", "help", "install", "list_install_components", "package",
     "package_source", "preinstall", "rebuild_cache", "test"});

Usage new_usage() {
  Usage usage;
  usage.line = "engram new KIND NAME [options]";
  usage.paragraph =
      "Writes a folder NAME with a small working plugin of that KIND: its source, its CMakeLists.txt, a unit test, "
      "a\n"
      "spec that uses it and a README.md that says what to type. Kinds: activation, model, learning_rule,\n"
      "pattern_source, corruption, integrator, analysis. `engram new spec NAME` writes the spec NAME.yaml, with "
      "comments.";
  usage.positional = "KIND NAME";
  usage.several = true;
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("DIR"),
                              "folder to write; default: NAME, in this folder, and for a spec this folder");
  add_plugin_options(usage.options);
  usage.examples = {"engram new spec my_experiment", "engram new activation softsign",
                    "engram new learning_rule my_rule -o ~/plugins/my_rule"};
  return usage;
}

Kind read_kind(const std::string& word) {
  if (const auto kind = kind_from(word)) {
    return *kind;
  }
  std::vector<std::string> names;
  std::ranges::transform(words_of_kinds, std::back_inserter(names),
                         [](const KindWords& kind) { return std::string(kind.name); });
  names.emplace_back("spec");
  throw RequestError(
      refusal(fmt::format("there is no kind '{}'", word), did_you_mean(word, names), "kinds: " + join(names)));
}

/// The nearest name in snake_case; empty if there is no such name.
std::string in_snake_case(std::string_view name) {
  std::string result;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const auto c = static_cast<unsigned char>(name[at]);
    const bool begins_word =
        std::isupper(c) != 0 && at > 0 && std::isupper(static_cast<unsigned char>(name[at - 1])) == 0;
    if ((begins_word || std::isalnum(c) == 0) && !result.empty() && result.back() != '_') {
      result += '_';
    }
    if (std::isalpha(c) != 0 || (std::isdigit(c) != 0 && !result.empty())) {
      result += static_cast<char>(std::tolower(c));
    }
  }
  while (result.ends_with('_')) {
    result.pop_back();
  }
  return result;
}

void check_name(const std::string& name, Kind kind, const plugins::Registry& registry) {
  if (!plugins::is_plugin_name(name)) {
    const std::string suggestion = in_snake_case(name);
    throw RequestError(refusal(fmt::format("'{}' cannot name a plugin: names are in snake_case, lower-case letters, "
                                           "digits and single underscores, and begin with a letter",
                                           name),
                               suggestion.empty() ? "" : "did you mean '" + suggestion + "'?"));
  }
  if (std::ranges::find(cpp_keywords, name) != cpp_keywords.end()) {
    throw RequestError(fmt::format("'{}' cannot name a plugin: it is a keyword of C++", name));
  }
  if (name == "null") {
    throw RequestError("'null' cannot name a plugin: in a spec it means no value");
  }
  if (std::ranges::find(cmake_targets, name) != cmake_targets.end()) {
    throw RequestError(fmt::format("'{}' cannot name a plugin: CMake reserves it as a target", name));
  }
  if (const PluginInfo* there = registry.catalogue().find(kind, name)) {
    throw RequestError(refusal(fmt::format("there is a plugin {} '{}' already, in {}", kind_name(kind), name,
                                           registry.library_of(*there).path.string()),
                               fmt::format("it is described by 'engram describe {}/{}'", kind_name(kind), name)));
  }
}

/// Throws if `folder` exists and is not an empty folder.
void check_folder(const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(folder, error);
  if (!fs::exists(status)) {
    return;
  }
  if (!fs::is_directory(folder, error)) {
    throw RequestError(fmt::format("'{}' exists and is not a folder; -o names another one", folder.string()));
  }
  if (!fs::is_empty(folder, error) || error) {
    throw RequestError(fmt::format(
        "the folder '{}' exists and is not empty; -o names another one, nothing was written", folder.string()));
  }
}

/// "slow_tanh" is the struct SlowTanh.
std::string in_camel_case(std::string_view name) {
  std::string result;
  bool word_begins = true;
  for (const char c : name) {
    if (c != '_') {
      result += word_begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    }
    word_begins = c == '_';
  }
  return result;
}

fs::path templates_folder() {
  return (plugins::program_folder() / ".." / "share" / "engram" / "templates").lexically_normal();
}

/// Writes the spec NAME.yaml into a folder.
int write_spec(std::string name, const fs::path& folder) {
  constexpr std::string_view ending = ".yaml";
  constexpr const char* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  if (name.ends_with(ending)) {
    name.resize(name.size() - ending.size());
  }
  if (name.empty() || name.front() == '-' || name.find_first_not_of(allowed) != std::string::npos) {
    throw RequestError(
        fmt::format("'{}' cannot name a spec: use letters, digits, '_' and '-', and -o for another folder", name));
  }
  const fs::path file = (folder / (name + std::string(ending))).lexically_normal();
  std::error_code error;
  if (fs::exists(fs::symlink_status(file, error))) {
    throw RequestError(fmt::format("'{}' exists, and nothing was written", file.string()));
  }
  write_from_templates({templates_folder() / "spec"}, folder, {{"name", name}});
  app::print("{0}\n\nnext:\n  engram validate {0}\n  engram run {0} && engram plot {1}.h5 && engram check {1}.h5\n",
             file.string(), name);
  return exit_done;
}

/// "0.1" for "0.1.0", the version that a CMakeLists.txt requires.
std::string minor_version() {
  const std::string version = study::build_info().engram_version;
  return version.substr(0, version.rfind('.'));
}

}  // namespace

int new_command(const std::vector<std::string>& arguments) {
  const auto values = parse(new_usage(), arguments);
  if (!values) {
    return exit_done;
  }
  const auto& words = (*values)["KIND NAME"].as<std::vector<std::string>>();
  const bool is_spec = words.front() == "spec";
  const Kind kind = is_spec ? Kind::model : read_kind(words.front());
  if (words.size() != 2) {
    throw RequestError(fmt::format("new takes a kind and one name; {}\n  usage: {}\n  for example: {}",
                                   words.size() < 2 ? "the name is missing" : "there are too many words",
                                   new_usage().line, new_usage().examples.front()));
  }
  const std::string& name = words.back();
  if (is_spec) {
    return write_spec(name, is_given(*values, "output") ? text_of(*values, "output") : ".");
  }
  check_name(name, kind, plugins::load(plugins::search_path(plugin_path(*values))));
  const fs::path folder = values->count("output") != 0 ? (*values)["output"].as<std::string>() : name;
  check_folder(folder);

  const fs::path templates = templates_folder();
  const std::vector<std::string> files =
      write_from_templates({templates / "every_kind", templates / kind_name(kind)}, folder,
                           {{"name", name},
                            {"Name", in_camel_case(name)},
                            {"kind", std::string(kind_name(kind))},
                            {"kind_words", values::kind_words(kind)},
                            {"version", minor_version()}});
  app::print("{} now holds {}\n\nnext, in that folder:\n", folder.string(), join(files));
  app::print(
      "  cmake -B build && cmake --build build && ctest --test-dir build\n"
      "  engram check-plugin build/{0}.so\n"
      "  engram run {0}.yaml --plugin-path build && engram plot {0}.h5\n",
      name);
  return exit_done;
}

}  // namespace engram::app
