#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <utility>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/build_info.hpp"
#include "app/checked_spec.hpp"
#include "app/options.hpp"
#include "app/program.hpp"
#include "app/result_output.hpp"
#include "app/summary.hpp"
#include "plugins/search_path.hpp"
#include "run/run.hpp"
#include "store/provenance.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

/// A part's plugin and those of the parts within it.
void collect(const Part& part, std::set<const PluginInfo*>& plugins) {
  plugins.insert(part.plugin);
  for (const auto& [name, value] : part.values) {
    if (const auto* nested = std::get_if<PartPointer>(&value)) {
      collect(**nested, plugins);
    } else if (const auto* list = std::get_if<std::vector<PartPointer>>(&value)) {
      std::ranges::for_each(*list, [&](const PartPointer& each) { collect(*each, plugins); });
    }
  }
}

std::vector<store::PluginRecord> plugins_used(const spec::Spec& spec, const plugins::Registry& registry) {
  std::set<const PluginInfo*> used;
  for (const spec::ExperimentSpec& experiment : spec.cases) {
    for (const auto* part : {&experiment.patterns, &experiment.model, &experiment.integrator}) {
      if (*part) {
        collect(**part, used);
      }
    }
    for (const auto* parts : {&experiment.learning, &experiment.analyses}) {
      for (const spec::LabelledPart& labelled : *parts) {
        collect(labelled.part, used);
      }
    }
  }
  std::vector<store::PluginRecord> records;
  for (const PluginInfo* plugin : used) {
    const plugins::Library& library = registry.library_of(*plugin);
    records.push_back({std::string(kind_name(plugin->kind)), plugin->name, library.sdk_version, library.path.string(),
                       store::sha256_of_file(library.path)});
  }
  // By kind and name, and not by where they happen to lie in memory.
  std::ranges::sort(records, {}, [](const store::PluginRecord& record) { return record.kind + "/" + record.name; });
  return records;
}

/// Runs every case into the file, until the user asks to stop; returns what the summary needs.
std::vector<CaseSummary> run_cases(CheckedSpec& checked, store::Writer& writer, Progress& progress) {
  std::vector<CaseSummary> summaries;
  const std::size_t count = checked.experiments.size();
  for (std::size_t at = 0; at < count; ++at) {
    const spec::ExperimentSpec& spec = checked.spec.cases[at];
    const std::string prefix = checked.spec.has_cases ? "cases/" + spec.label : "";
    const std::string work =
        checked.spec.has_cases ? fmt::format("[{}/{}] {}: ", at + 1, count, spec.label) : std::string();
    progress.begin_run(at, count);
    ResultOutput output(writer, progress, prefix, work);
    if (checked.spec.has_cases) {
      writer.text(prefix + "/spec/resolved", spec.resolved,
                  "This case as a spec of its own, every default written out.");
    }
    bool stopped = false;
    try {
      // The case's weights go with its experiment.
      run::run(std::move(checked.experiments[at]), output);
    } catch (const Stopped&) {
      stopped = true;
    }
    summaries.push_back({spec.label, spec.case_name, spec::settings(spec.resolved), output.scalars()});
    if (stopped) {
      writer.keep_existing();
      break;
    }
  }
  return summaries;
}

void print_summary(const std::filesystem::path& file, const store::Writer& writer, std::size_t runs, double seconds) {
  const auto failures = writer.failures();
  constexpr std::size_t shown = 10;
  for (std::size_t at = 0; at < std::min(shown, failures.size()); ++at) {
    fmt::print(stderr, "engram: failed: {}: {}\n", failures[at].group, failures[at].sentence);
  }
  if (failures.size() > shown) {
    fmt::print(stderr, "engram: and {} more failures; the datasets 'failures' in the file have them all\n",
               failures.size() - shown);
  }
  fmt::print("{}: {} {} in {:.2f} s{}\n", file.string(), runs, runs == 1 ? "run" : "cases", seconds,
             failures.empty() ? ""
                              : fmt::format(", {} {}; what was computed before is in the file", failures.size(),
                                            failures.size() == 1 ? "failure" : "failures"));
}

void print_cells(const spec::Spec& spec) {
  for (const spec::ExperimentSpec& cell : spec.cases) {
    fmt::print("{}\n", cell.label.empty() ? "one run" : cell.label);
  }
}

Usage run_usage() {
  Usage usage;
  usage.line = "engram run SPEC [options]";
  usage.paragraph =
      "Runs the experiment that SPEC describes and stores patterns, weights, training, analyses and provenance in "
      "one\n"
      "HDF5 file, which appears when it is complete.";
  usage.positional = "SPEC";
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("FILE"),
                              "result file; default: the spec's name with .h5, in this folder")(
      "set", po::value<std::vector<std::string>>()->composing()->value_name("PATH=VALUE"),
      "put VALUE at a dotted PATH of the spec; may be given again")(
      "dry-run", "list the cases, or the cells of a sweep, and run nothing")(
      "overwrite", "replace a result that exists")("quiet,q", "print errors only");
  add_plugin_options(usage.options);
  usage.examples = {
      "engram run fig4.yaml", "engram run fig4.yaml -o results/fig4_seed2.h5 --set seed=2",
      "engram run fig4.yaml --set model.activation.plugin=relu --set analyses.perturbation.duration=20s"};
  return usage;
}

}  // namespace

int run_command(const std::vector<std::string>& arguments) {
  const auto values = parse(run_usage(), arguments);
  if (!values) {
    return exit_done;
  }
  const auto started = std::chrono::steady_clock::now();
  const std::filesystem::path file = (*values)["SPEC"].as<std::string>();
  const auto sets =
      values->count("set") != 0 ? (*values)["set"].as<std::vector<std::string>>() : std::vector<std::string>{};
  const bool overwrite = values->count("overwrite") != 0;
  const bool quiet = values->count("quiet") != 0;

  const plugins::Registry registry = plugins::load(plugins::search_path(plugin_path(*values)));
  CheckedSpec checked = check_spec(file, sets, registry);
  if (values->count("dry-run") != 0) {
    print_cells(checked.spec);
    return exit_done;
  }
  const std::filesystem::path target = values->count("output") != 0
                                           ? std::filesystem::path((*values)["output"].as<std::string>())
                                           : file.stem().concat(".h5");
  store::Writer writer(target, overwrite);

  const auto seed = static_cast<std::int64_t>(checked.spec.cases.front().seed);
  store::Provenance provenance = store::begin_provenance(build_info(), command_line(), seed);
  provenance.plugins = plugins_used(checked.spec, registry);
  writer.text("spec/original", checked.spec.original, "The spec as it was written.");
  writer.text("spec/resolved", checked.spec.resolved, "The spec with every default written out.");

  hear_wishes_to_stop();
  Progress progress(quiet);
  const std::vector<CaseSummary> summaries = run_cases(checked, writer, progress);
  progress.clear();
  if (checked.spec.has_cases) {
    record_summary(summaries, writer.group("summary"));
  }
  provenance.end = store::utc_now();
  store::write_provenance(writer, provenance);
  writer.finish();

  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  if (!quiet || !writer.failures().empty()) {
    print_summary(target, writer, summaries.size(), seconds);
  }
  return writer.failures().empty() ? exit_done : exit_failed;
}

}  // namespace engram::app
