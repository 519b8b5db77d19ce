#include "study/example_specs.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ios>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/model.hpp>
#include <engram/pattern_source.hpp>
#include <engram/recorder.hpp>

#include "run/run.hpp"
#include "study/checked_spec.hpp"
#include "system/worker_pool.hpp"
#include "yaml/read.hpp"

namespace engram::study {

namespace {

/// The answer of a trial without failures.
constexpr const char* passed = "passed";

class MemoryOutput : public run::Output {
 public:
  Recorder& group(const std::string& path) override { return groups_[path]; }
  Monitor& begin(const std::string& /*work*/) override { return silent_; }

  [[nodiscard]] bool failed() const {
    return std::ranges::any_of(groups_, [](const auto& group) { return !group.second.failures.empty(); });
  }

 private:
  std::map<std::string, MemoryRecorder> groups_;
  SilentMonitor silent_;
};

class Trial : public system::Work {
 public:
  explicit Trial(const run::Experiment& experiment) : experiment_(experiment) {}

  std::string do_task(std::size_t /*task*/, Monitor& /*monitor*/) override {
    MemoryOutput output;
    run::run(experiment_, output);
    return output.failed() ? "" : passed;
  }
  void finish() override {}

 private:
  const run::Experiment& experiment_;
};

class Verdict : public system::Watcher {
 public:
  bool ended(const system::TaskEnd& end) override {
    passed_ = end.how == system::TaskEnd::How::done && end.words == passed;
    return true;
  }
  void progress(std::size_t /*task*/, double /*fraction*/) override {}
  bool stop_requested() override { return false; }

  [[nodiscard]] bool has_passed() const { return passed_; }

 private:
  bool passed_ = false;
};

/// Runs an experiment in a separate process and discards its records. False if something failed, if the process
/// crashed, or if it took longer than `timeout` seconds.
bool runs_through(const run::Experiment& experiment, double timeout) {
  Trial trial(experiment);
  Verdict verdict;
  system::run_in_workers({0}, trial, verdict, {1, timeout});
  return verdict.has_passed();
}

/// Writes the files of an example, and returns the name of its spec beside them.
std::string lay_out(const std::vector<ExampleFile>& files, const system::ScratchFolder& folder) {
  for (const ExampleFile& file : files) {
    const std::filesystem::path path = folder.path() / std::filesystem::path(file.name).filename();
    std::ofstream stream(path, std::ios::binary);
    stream << file.bytes << std::flush;
    if (!stream) {
      throw RunError(path.string() + " cannot be written");
    }
  }
  return (folder.path() / "spec.yaml").string();
}

/// The text as an experiment; nullopt if it has mistakes.
std::optional<specification::Spec> spec_of(const std::string& text, const std::string& name,
                                           const Catalogue& catalogue, yaml::Problems& problems) {
  const std::optional<yaml::Node> root = yaml::read_text(text, name, problems);
  return root ? std::optional{compose_spec(*root, {}, catalogue, problems)} : std::nullopt;
}

std::optional<Index> size_of(Kind kind, const std::string& part, const std::vector<ExampleFile>& files,
                             const Catalogue& catalogue) {
  const system::ScratchFolder folder;
  const std::string name = lay_out(files, folder);
  const std::string key = kind == Kind::model ? "model" : "patterns";
  yaml::Problems problems;  // The rest of the spec is missing, but only this part matters here.
  const auto root = yaml::read_text(key + ": " + part, name, problems);
  if (!root) {
    return std::nullopt;
  }
  const specification::Spec whole = specification::resolve(*root, catalogue, {}, problems);
  const specification::ExperimentSpec& experiment = whole.cases.front();
  try {
    if (kind == Kind::model && experiment.model) {
      return make<Model>(*experiment.model)->units();
    }
    if (kind == Kind::pattern_source && experiment.patterns) {
      return make<PatternSource>(*experiment.patterns)->pattern_size();
    }
  } catch (const std::exception&) {
    return std::nullopt;  // A part that cannot be created has no size.
  }
  return std::nullopt;
}

bool fits(const examples::Example& example, const Catalogue& catalogue) {
  const system::ScratchFolder folder;
  yaml::Problems problems;
  return spec_of(example.spec, lay_out(example.files, folder), catalogue, problems) && problems.empty();
}

bool runs(const examples::Example& example, const Catalogue& catalogue, double timeout) {
  const system::ScratchFolder folder;
  yaml::Problems problems;
  const auto spec = spec_of(example.spec, lay_out(example.files, folder), catalogue, problems);
  return spec && problems.empty() && runs_through(make_experiment(spec->cases.front(), catalogue), timeout);
}

examples::Workbench workbench(const Catalogue& catalogue, double timeout) {
  return {[&catalogue](Kind kind, const std::string& part, const std::vector<ExampleFile>& files) {
            return size_of(kind, part, files, catalogue);
          },
          [&catalogue](const examples::Example& example) { return fits(example, catalogue); },
          [&catalogue, timeout](const examples::Example& example) { return runs(example, catalogue, timeout); }};
}

}  // namespace

std::vector<examples::Example> examples_of(const PluginInfo& plugin, const plugins::Registry& registry,
                                           double timeout) {
  return examples::example_specs(plugin, registry.catalogue(), workbench(registry.catalogue(), timeout));
}

std::optional<examples::Example> example_of(const PluginInfo& plugin, const plugins::Registry& registry,
                                            double timeout) {
  return examples::example_spec(plugin, registry.catalogue(), workbench(registry.catalogue(), timeout));
}

ResolvedExample resolve_example(examples::Example example, const plugins::Registry& registry) {
  const auto folder = std::make_shared<const system::ScratchFolder>();
  yaml::Problems problems;
  auto spec = spec_of(example.spec, lay_out(example.files, *folder), registry.catalogue(), problems);
  if (!spec || !problems.empty()) {
    throw RequestError("an example does not resolve:\n" + yaml::render(problems));
  }
  return {std::move(example), std::move(*spec), folder};
}

}  // namespace engram::study
