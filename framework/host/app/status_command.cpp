#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "app/program.hpp"
#include "app/slurm.hpp"
#include "app/study.hpp"

namespace engram::app {

int status_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram status SPEC [options]";
  usage.paragraph =
      "Tells how many cells of a sweep are computed, which failed and what is at work. Changes nothing.";
  add_study_options(usage);
  usage.options.add_options()("missing", "print the labels of the cells that are missing or failed, one a line");
  usage.examples = {"engram status capacity.yaml", "engram status capacity.yaml --missing"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const Study study(study_request(*values));
  const Computed computed(study, true);
  const std::vector<std::size_t> missing = computed.missing(study);
  if (values->count("missing") != 0) {
    for (const std::size_t cell : missing) {
      fmt::print("{}\n", study.spec().cases.label(cell));
    }
    return exit_done;
  }
  std::vector<std::string> failed;
  for (const std::size_t cell : missing) {
    if (computed.find(study.key(cell)) != nullptr) {
      failed.push_back(study.spec().cases.label(cell));
    }
  }
  std::error_code none;
  fmt::print("{}: {} cells: {} computed, {} failed, {} missing\n", study.request().spec.string(), study.size(),
             study.size() - missing.size(), failed.size(), missing.size() - failed.size());
  constexpr std::size_t shown = 10;
  for (std::size_t at = 0; at < std::min(shown, failed.size()); ++at) {
    fmt::print("  failed: {}\n", failed[at]);
  }
  if (failed.size() > shown) {
    fmt::print("  and {} more; --missing lists them\n", failed.size() - shown);
  }
  if (const std::size_t stale = computed.stale(study).size(); stale > 0) {
    fmt::print("  {} more were made with other settings, plugins or files\n", stale);
  }
  if (std::filesystem::exists(study.request().target, none)) {
    fmt::print("  the result is {}\n", study.request().target.string());
  }
  for (const std::string& line : jobs_of(study)) {
    fmt::print("  {}\n", line);
  }
  return missing.empty() ? exit_done : exit_failed;
}

}  // namespace engram::app
