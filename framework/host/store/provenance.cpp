#include "store/provenance.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string_view>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "store/path.hpp"

namespace engram::store {

namespace {

std::string cpu_model() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const std::size_t colon = line.find(':');
    if (line.starts_with("model name") && colon + 2 < line.size()) {
      return line.substr(colon + 2);
    }
  }
  return "unknown";
}

/// A word, quoted so that a shell reads it back unchanged.
std::string quoted(const std::string& word) {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("_-./=:,+@%").find(c) != std::string_view::npos;
  };
  bool plain = !word.empty();
  std::string inner;
  for (const char c : word) {
    plain = plain && is_plain(c);
    inner += c == '\'' ? R"('\'')" : std::string(1, c);
  }
  return plain ? word : fmt::format("'{}'", inner);
}

void write_plugins(Recorder& recorder, const std::vector<PluginRecord>& plugins) {
  const std::vector<std::string> fields = {"kind", "name", "version", "file", "sha256"};
  std::vector<std::string> table;
  for (const PluginRecord& plugin : plugins) {
    table.insert(table.end(), {plugin.kind, plugin.name, plugin.version, plugin.file, plugin.sha256});
  }
  const auto columns = std::ssize(fields);
  recorder.record({"field", {"field"}, {columns}, fields, "", "What is known of a plugin."});
  recorder.record({"plugins",
                   {"plugin", "field"},
                   {std::ssize(plugins), columns},
                   std::move(table),
                   "",
                   "The plugins that took part."});
}

void write_files(Recorder& recorder, const std::string& name, const std::vector<InputRecord>& inputs,
                 const std::string& sentence) {
  std::vector<std::string> files;
  std::vector<std::string> sums;
  for (const InputRecord& input : inputs) {
    files.push_back(input.file);
    sums.push_back(input.sha256);
  }
  const auto count = std::ssize(inputs);
  recorder.record({name, {name}, {count}, std::move(files), "", sentence});
  recorder.record({name + "_sha256", {name}, {count}, std::move(sums), "", "SHA-256 of their bytes."});
}

}  // namespace

Provenance begin_provenance(const Build& build, const std::vector<std::string>& arguments, std::int64_t seed) {
  return {build, host_name(), cpu_model(), shell_text(arguments), seed, utc_now(), "", {}, {}, {}, {}};
}

std::string shell_text(const std::vector<std::string>& words) {
  std::vector<std::string> each;
  std::transform(words.begin(), words.end(), std::back_inserter(each), quoted);
  return fmt::format("{}", fmt::join(each, " "));
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

void write_provenance(Writer& writer, const Provenance& provenance, const std::string& group) {
  const Build& build = provenance.build;
  std::vector<std::pair<std::string, AttributeValue>> attributes = {
      {"engram_version", build.engram_version},
      {"git_commit", build.git_commit},
      {"git_dirty", build.git_dirty ? "yes" : "no"},
      {"compiler", build.compiler},
      {"compiler_flags", build.compiler_flags},
      {"numerics", build.numerics},
      {"host", provenance.host},
      {"cpu", provenance.cpu},
      {"command_line", provenance.command_line},
      {"seed", provenance.seed},
      {"start", provenance.start},
      {"end", provenance.end},
  };
  if (!provenance.project.git_commit.empty()) {
    attributes.push_back({"project_git_commit", provenance.project.git_commit});
    attributes.push_back({"project_git_dirty", !provenance.project.unread.empty() ? "unknown"
                                               : provenance.project.git_dirty     ? "yes"
                                                                                  : "no"});
  }
  if (!provenance.project.unread.empty()) {
    attributes.push_back({"project_git_unread", provenance.project.unread});
  }
  if (!provenance.blas.library.empty()) {
    attributes.push_back({"blas", provenance.blas.library});
    attributes.push_back({"blas_kernel", provenance.blas.kernel.empty() ? "unknown" : provenance.blas.kernel});
  }
  if (!provenance.math.empty()) {
    attributes.push_back({"math", provenance.math});
  }
  for (const auto& [name, value] : attributes) {
    writer.attribute(group, name, value);
  }
  write_plugins(writer.group(group), provenance.plugins);
  if (!provenance.inputs.empty()) {
    write_files(writer.group(group), "input", provenance.inputs, "Files that were read.");
  }
  if (!provenance.specs.empty()) {
    write_files(writer.group(group), "spec", provenance.specs, "The spec, and the specs that it extends.");
  }
}

}  // namespace engram::store
