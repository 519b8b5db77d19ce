#include "study/crash.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "store/provenance.hpp"

namespace engram::study {

std::unique_ptr<system::CrashGuard> guard_against(const plugins::Registry& registry, int exit_code) {
  auto guard = std::make_unique<system::CrashGuard>("the program", "while the spec was checked", "", exit_code);
  for (const plugins::SearchedFolder& folder : registry.folders()) {
    for (const plugins::FoundLibrary& library : folder.libraries) {
      if (library.refusal.empty()) {
        const std::string path = std::filesystem::canonical(library.path).string();
        guard->name(path, fmt::format("plugin library '{}'", path));
      }
    }
  }
  return guard;
}

void name_parts(const specification::ExperimentSpec& experiment, const plugins::Registry& registry,
                system::CrashGuard& guard) {
  // By library: "activation 'relu' (fig4.yaml:7:15)". A part that is not written in the spec is named by the place of
  // the part that has it.
  std::map<std::string, std::vector<std::string>> parts;
  for_each_part(experiment, [&](const NestedPart& each) {
    const PluginInfo& plugin = *each.part->plugin;
    parts[registry.library_of(plugin).path.string()].push_back(
        fmt::format("{} '{}' ({})", kind_name(plugin.kind), plugin.name, experiment.mark_of(each.path).where()));
  });
  for (const auto& [library, words] : parts) {
    guard.name(library, fmt::format("{} of plugin library '{}'", join(words, " or "), library));
  }
}

std::string hint_after_crash(const std::filesystem::path& target, const std::vector<std::string>& command_line) {
  const std::string lost = fmt::format("{} was not written.", target.string());
  return command_line.empty()
             ? lost
             : fmt::format("{} To see where it crashed: gdb --args {}", lost, store::shell_text(command_line));
}

}  // namespace engram::study
