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

namespace {

/// The parts of an experiment that come from each library: "activation 'relu' (fig4.yaml:7:15)".
class Parts {
 public:
  Parts(const specification::ExperimentSpec& experiment, const plugins::Registry& registry)
      : experiment_(experiment), registry_(registry) {}

  void add(const Part& part, const std::string& path) {
    // A part that is not written in the spec is named by the place of the part that has it.
    words_[registry_.library_of(*part.plugin).path.string()].push_back(fmt::format(
        "{} '{}' ({})", kind_name(part.plugin->kind), part.plugin->name, experiment_.mark_of(path).where()));
    for (const auto& [name, value] : part.values) {
      const std::string place = fmt::format("{}.{}", path, name);
      if (const auto* nested = std::get_if<PartPointer>(&value)) {
        add(**nested, place);
      } else if (const auto* list = std::get_if<std::vector<PartPointer>>(&value)) {
        for (const PartPointer& each : *list) {
          add(*each, place);
        }
      }
    }
  }
  [[nodiscard]] const std::map<std::string, std::vector<std::string>>& words() const { return words_; }

 private:
  const specification::ExperimentSpec& experiment_;
  const plugins::Registry& registry_;
  std::map<std::string, std::vector<std::string>> words_;
};

}  // namespace

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
  Parts parts(experiment, registry);
  if (experiment.patterns) {
    parts.add(*experiment.patterns, "patterns");
  }
  if (experiment.model) {
    parts.add(*experiment.model, "model");
  }
  if (experiment.integrator) {
    parts.add(*experiment.integrator, "integrator");
  }
  for (const auto* list : {&experiment.learning, &experiment.analyses}) {
    for (const specification::LabelledPart& each : *list) {
      parts.add(each.part, each.path);
    }
  }
  for (const auto& [library, words] : parts.words()) {
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
