#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "conformance/contain.hpp"
#include "conformance/law.hpp"
#include "plugins/registry.hpp"
#include "plugins/search_path.hpp"
#include "run/find_part.hpp"
#include "study/checked_spec.hpp"
#include "study/example_specs.hpp"
#include "study/process.hpp"
#include "values/describe.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

/// The options of the command.
struct Wanted {
  std::vector<std::string> laws;  ///< all laws if empty
  double timeout = 0.0;           ///< of one law, s
  bool quiet = false;             ///< print only broken laws
};

struct Count {
  std::size_t held = 0;
  std::size_t broken = 0;
  std::size_t skipped = 0;
};

void print(const conformance::Law& law, const conformance::Finding& finding, const Wanted& wanted, Count& count) {
  switch (finding.verdict) {
    case conformance::Verdict::holds:
      ++count.held;
      if (!wanted.quiet) {
        app::print("  holds    {:<13} {}: {}\n", law.name, law.promise, finding.sentence);
      }
      break;
    case conformance::Verdict::broken:
      ++count.broken;
      app::print("  BROKEN   {:<13} {}\n           {:<13} {}\n", law.name, law.promise, "", finding.sentence);
      break;
    case conformance::Verdict::skipped:
      ++count.skipped;
      if (!wanted.quiet) {
        app::print("  skipped  {:<13} {}\n", law.name, finding.sentence);
      }
      break;
  }
  std::fflush(stdout);
}

/// Collects the specimen for the laws; `kept` keeps the files that examples read.
conformance::Specimen specimen_of(const PluginInfo& plugin, const plugins::Registry& registry, double timeout,
                                  std::vector<study::ResolvedExample>& kept) {
  conformance::Specimen specimen{&plugin, {}, {}, &registry.catalogue()};
  std::vector<examples::Example> examples =
      study::examples_of(plugin, registry, std::min(timeout, study::trial_timeout));
  // Not every model takes every pattern, so the first example, which most laws use, should be one that runs.
  std::stable_partition(examples.begin(), examples.end(), [](const examples::Example& each) { return each.runs; });
  for (examples::Example& example : examples) {
    kept.push_back(study::resolve_example(std::move(example), registry));
    specimen.plans.push_back(kept.back().spec.cases.front());
  }
  if (!specimen.plans.empty()) {
    specimen.part = *run::find_part(specimen.plans.front(), plugin);
  }
  return specimen;
}

/// Why a process that calls specimen_of() crashed or hung; empty otherwise. Creating parts already runs the plugin's
/// code.
std::string lost_with(const PluginInfo& plugin, const plugins::Registry& registry, double timeout) {
  const auto attempt = [&]() -> std::string {
    try {
      std::vector<study::ResolvedExample> kept;
      static_cast<void>(specimen_of(plugin, registry, timeout, kept));
    } catch (const std::exception&) {
      return "threw";  // it throws again where its message is printed
    }
    return "came back";
  };
  // The search tries several examples, each with this timeout.
  return conformance::contain(attempt, 10.0 * timeout).lost;
}

void check_plugin(const PluginInfo& plugin, const plugins::Registry& registry, const Wanted& wanted, Count& count) {
  app::print("{} ({}), {}\n", plugin.name, values::kind_words(plugin.kind),
             registry.library_of(plugin).path.filename().string());
  std::fflush(stdout);
  const conformance::Law example{"example", "an experiment can be put together in which it takes part", nullptr};
  const std::string lost = lost_with(plugin, registry, wanted.timeout);
  if (!lost.empty()) {
    print(example, {example.name, conformance::Verdict::broken, "while its parts were made, " + lost}, wanted, count);
    return;
  }
  std::vector<study::ResolvedExample> kept;
  const conformance::Specimen specimen = specimen_of(plugin, registry, wanted.timeout, kept);
  if (specimen.plans.empty()) {
    print(example,
          {example.name, conformance::Verdict::broken,
           "none could: give its parameters in a small experiment by .with_example(\"PARAMETER: VALUE, ...\"), and "
           "make sure that a model, a rule or an analysis that fits it is found"},
          wanted, count);
    return;
  }
  for (const conformance::Law& law : conformance::laws_of(plugin.kind)) {
    if (wanted.laws.empty() || std::ranges::find(wanted.laws, law.name) != wanted.laws.end()) {
      print(law, conformance::examine(specimen, law, wanted.timeout), wanted, count);
    }
  }
}

/// A folder instead of a library is an easy mistake, and checking only one library in it would look like checking
/// all.
void refuse_folder(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_directory(file, error)) {
    return;
  }
  std::vector<std::string> libraries;
  for (const auto& entry : std::filesystem::directory_iterator(file, error)) {
    if (entry.path().extension() == ".so") {
      libraries.push_back(entry.path().string());
    }
  }
  std::ranges::sort(libraries);
  throw RequestError(refusal(fmt::format("{} is a folder, and check-plugin takes libraries", file.string()),
                             libraries.empty() ? "there are none in it" : "libraries in it: " + join(libraries)));
}

void check_law_names(const std::vector<std::string>& wanted) {
  std::vector<std::string> known;
  for (const Kind kind : all_kinds) {
    for (const conformance::Law& law : conformance::laws_of(kind)) {
      if (std::ranges::find(known, law.name) == known.end()) {
        known.push_back(law.name);
      }
    }
  }
  for (const std::string& name : wanted) {
    if (std::ranges::find(known, name) == known.end()) {
      throw RequestError(
          refusal(fmt::format("there is no law '{}'", name), did_you_mean(name, known), "laws: " + join(known)));
    }
  }
}

}  // namespace

int check_plugin_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram check-plugin LIBRARY... [options]";
  usage.paragraph =
      "Loads plugin libraries and checks each plugin against the laws of its kind: derivatives against differences,\n"
      "batches against single trials, the same bits again and in several threads, what is recorded against what is\n"
      "declared, and more. Every law runs in its own process. Exit code 1 if one is broken.";
  usage.positional = "LIBRARY";
  usage.several = true;
  usage.options.add_options()("law", po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
                              "check this law only; may be given again")(
      "timeout", po::value<std::string>()->value_name("DURATION"),
      "time for one law, such as 90 or '2 min'; default: 60 s")("quiet,q", "print what is broken only");
  add_plugin_options(usage.options);
  usage.examples = {"engram check-plugin build/softsign.so", "engram check-plugin build/softsign.so --law slope"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  Wanted wanted;
  constexpr double most_seconds = 1e6;
  wanted.laws = texts_of(*values, "law");
  wanted.timeout = duration(*values, "timeout", most_seconds).value_or(60.0);
  wanted.quiet = is_given(*values, "quiet");
  check_law_names(wanted.laws);

  const auto& files = (*values)["LIBRARY"].as<std::vector<std::string>>();
  const plugins::SearchPath folders = plugins::search_path(plugin_path(*values));
  plugins::SearchPath path;
  for (const std::string& file : files) {
    refuse_folder(file);
    path.push_back({std::filesystem::absolute(file), plugins::FolderOrigin::library});
  }
  path.insert(path.end(), folders.begin(), folders.end());
  const plugins::Registry registry = plugins::load(path);
  study::reserve_blas_memory();
  Count count;
  for (std::size_t at = 0; at < files.size(); ++at) {
    const plugins::FoundLibrary& library = registry.folders()[at].libraries.front();
    if (!library.refusal.empty()) {
      throw RequestError(fmt::format("{} {}", files[at], library.refusal));
    }
    for (const plugins::FoundPlugin& found : library.plugins) {
      if (!found.shadowed_by.empty()) {
        app::print("{} ({}): not checked, {} has one of the same name and comes first\n", found.plugin->name,
                   values::kind_words(found.plugin->kind), found.shadowed_by.string());
        continue;
      }
      check_plugin(*found.plugin, registry, wanted, count);
    }
  }
  if (count.held + count.broken + count.skipped == 0) {
    throw RequestError(
        fmt::format("nothing was checked: there is no law {} for plugins of these kinds", join(wanted.laws, " or ")));
  }
  app::print("{} held, {} broken, {} skipped\n", count.held, count.broken, count.skipped);
  return count.broken == 0 ? exit_done : exit_failed;
}

}  // namespace engram::app
