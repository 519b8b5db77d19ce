#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/conclude.hpp"
#include "app/merge.hpp"
#include "app/program.hpp"
#include "app/study.hpp"
#include "store/provenance.hpp"

namespace engram::app {

namespace po = boost::program_options;

int merge_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram merge SPEC [options]";
  usage.paragraph =
      "Writes the result of a sweep from the cells that shards computed: 'engram run SPEC --shard K/N', on any "
      "number\n"
      "of machines that share the folder.";
  add_study_options(usage);
  usage.options.add_options()("partial", po::value<std::string>()->value_name("FILE"),
                              "write what is there so far to FILE; the cells stay, and the sweep can go on")(
      "resume", "take the cells of the result that is there too, and replace it")(
      "overwrite", "replace a result that exists")("original", po::value<std::string>()->value_name("FILE"),
                                                   "keep FILE as the spec as it was written")("quiet,q",
                                                                                              "print errors only");
  usage.examples = {"engram merge capacity.yaml", "engram merge capacity.yaml --partial so_far.h5"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const Stopwatch watch;
  StudyRequest request = study_request(*values);
  if (values->count("original") != 0) {
    request.original = (*values)["original"].as<std::string>();
  }
  const Study study(std::move(request));
  const bool resume = values->count("resume") != 0;
  MergeOptions options{values->count("overwrite") != 0 || resume, {}, values->count("quiet") != 0};
  if (values->count("partial") != 0) {
    options.partial = (*values)["partial"].as<std::string>();
  }
  const std::filesystem::path target = options.partial.empty() ? study.request().target : options.partial;
  store::Writer::check_target(target, options.overwrite);
  const Computed computed(study, resume);
  std::size_t missing = 0;
  std::string first;
  for (std::size_t cell = 0; cell < study.size(); ++cell) {
    if (computed.find(study.key(cell)) == nullptr && missing++ == 0) {
      first = study.spec().cases.label(cell);
    }
  }
  if (missing > 0 && options.partial.empty()) {
    throw RunError(
        fmt::format("{} of {} cells are missing, such as '{}'; 'engram run {} --resume' computes them, --partial "
                    "FILE writes the others",
                    missing, study.size(), first, study.request().spec.string()));
  }
  const Merged merged = merge(study, computed, provenance_of(study), options);
  return conclude(target, fmt::format("{} cases", merged.cells), merged.failures, watch.seconds(),
                  values->count("quiet") != 0);
}

}  // namespace engram::app
