#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <engram/counted.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "app/study_options.hpp"
#include "journals/cell_folder.hpp"
#include "study/cell_reasons.hpp"
#include "study/slurm.hpp"
#include "study/study.hpp"

namespace engram::app {

namespace {

/// Prints one line for each cell that would be computed, and for each cell that the spec no longer needs.
void explain(const study::Study& study, const study::Computed& computed, const std::vector<std::size_t>& missing) {
  const study::Reasons reasons(study, computed);
  for (const std::size_t cell : missing) {
    const std::string label = study.spec().cases.label(cell);
    app::print("{}: {}\n", label.empty() ? "one run" : label, reasons.of(cell));
  }
  for (const journals::CellRecord* record : computed.stale(study)) {
    if (!reasons.asks_for(record->label)) {
      app::print("{}: {}\n", record->label, reasons.of_stale(*record));
    }
  }
  if (missing.empty()) {
    app::print("{}: nothing to compute\n", study.request().spec.string());
  }
}

}  // namespace

int status_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram status SPEC [options]";
  usage.paragraph =
      "Reports how many cells of a sweep are computed, which failed and what is running. Changes nothing.";
  add_study_options(usage);
  usage.options.add_options()("missing", "print the labels of the cells that are missing or failed, one a line")(
      "explain", "print for each cell that would be computed why: which setting, plugin or file has changed");
  usage.examples = {"engram status capacity.yaml", "engram status capacity.yaml --missing",
                    "engram status capacity.yaml --explain"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  refuse_conflicts(*values, {{"missing", "explain", "each prints its own list"}});
  const study::Study study(study_request(*values));
  const study::Computed computed(study, true);
  const std::vector<std::size_t> missing = computed.missing(study);
  if (values->count("missing") != 0) {
    for (const std::size_t cell : missing) {
      app::print("{}\n", study.spec().cases.label(cell));
    }
    return exit_done;
  }
  if (values->count("explain") != 0) {
    explain(study, computed, missing);
    return missing.empty() ? exit_done : exit_failed;
  }
  std::vector<std::string> failed;
  for (const std::size_t cell : missing) {
    if (computed.find(study.key(cell)) != nullptr) {
      failed.push_back(study.spec().cases.label(cell));
    }
  }
  std::error_code none;
  app::print("{}: {}: {} computed, {} failed, {} missing\n", study.request().spec.string(),
             counted(study.size(), "cell"), study.size() - missing.size(), failed.size(),
             missing.size() - failed.size());
  constexpr std::size_t shown = 10;
  for (std::size_t at = 0; at < std::min(shown, failed.size()); ++at) {
    app::print("  failed: {}\n", failed[at]);
  }
  if (failed.size() > shown) {
    app::print("  and {} more; --missing lists them\n", failed.size() - shown);
  }
  if (const std::size_t stale = computed.stale(study).size(); stale > 0) {
    app::print("  {} more with other settings, plugins, files or numerics; --explain says which\n", stale);
  }
  if (std::filesystem::exists(study.request().target, none)) {
    const std::string target = study.request().target.string();
    app::print("  {}\n",
               computed.is_foreign(study) ? target + " is the result of another spec" : "the result is " + target);
  }
  for (const std::string& user : journals::users_of(study.folder())) {
    app::print("  running: {}\n", user);
  }
  for (const std::string& line : study::jobs_of(study)) {
    app::print("  {}\n", line);
  }
  return missing.empty() ? exit_done : exit_failed;
}

}  // namespace engram::app
