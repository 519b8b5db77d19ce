#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/format.h>

#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "app/study_options.hpp"
#include "study/conclude.hpp"
#include "study/merge.hpp"
#include "study/study.hpp"

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
      "recompute", "drop cells that were made with other settings, plugins or files")(
      "overwrite", "replace a result that exists")("original", po::value<std::string>()->value_name("FILE"),
                                                   "keep FILE as the spec as it was written")("quiet,q",
                                                                                              "print errors only");
  usage.examples = {"engram merge capacity.yaml", "engram merge capacity.yaml --partial so_far.h5"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  refuse_conflicts(*values,
                   {{"overwrite", "resume", "one drops the result that is there, the other takes its cells"}});
  const study::Stopwatch watch;
  study::StudyRequest request = study_request(*values);
  request.original = text_of(*values, "original");
  std::error_code error;
  if (!request.original.empty() && !std::filesystem::is_regular_file(request.original, error)) {
    throw RequestError(fmt::format("--original takes a file; there is no file {}", request.original.string()));
  }
  const study::Study study(std::move(request));
  const study::MergeOptions options{is_given(*values, "overwrite"), is_given(*values, "resume"),
                                    is_given(*values, "recompute"), text_of(*values, "partial"),
                                    is_given(*values, "quiet")};
  return exit_code(study::merge_parts(study, options, watch));
}

}  // namespace engram::app
