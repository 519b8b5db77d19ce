#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "app/study_options.hpp"
#include "inspect/result_diff.hpp"
#include "store/path.hpp"
#include "store/reader.hpp"
#include "study/execute.hpp"
#include "study/study.hpp"
#include "system/file_content.hpp"
#include "system/stop.hpp"
#include "system/temporary.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// A folder beside a result that is removed with this object.
class WorkFolder : public system::TemporaryFolder {
 public:
  explicit WorkFolder(const fs::path& beside) try
      : TemporaryFolder(fs::absolute(beside).parent_path(), ".engram-rerun") {
  } catch (const std::system_error& error) {
    throw RequestError(
        fmt::format("no folder can be made beside {} ({}); -o FILE puts it and the new result elsewhere",
                    beside.string(), error.code().message()));
  }
};

/// The resolved spec of a cell, or of the whole result. Throws RequestError if there is no such cell.
std::string path_of_spec(const store::Reader& reader, const std::string& cell) {
  const std::vector<std::string> labels = reader.case_labels();
  if (!cell.empty() && std::ranges::find(labels, cell) == labels.end()) {
    const auto match = nearest(cell, labels);
    throw RequestError(fmt::format("{} has no cell '{}'{}", reader.path().string(), cell,
                                   match            ? fmt::format("; did you mean '{}'?", *match)
                                   : labels.empty() ? "; it is of a single run"
                                                    : "; engram summary lists them"));
  }
  return store::resolved_path_of(cell);
}

}  // namespace

int rerun_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram rerun RESULT [options]";
  usage.paragraph =
      "Runs the resolved spec that RESULT holds again and compares, as 'engram diff' does. Exit code 0: the same "
      "results.";
  usage.positional = "RESULT";
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("FILE"),
                              "keep the new result as FILE; default: it is removed after the comparison")(
      "cell", po::value<std::string>()->value_name("LABEL"), "run one cell again, as a single run")(
      "jobs,j", po::value<std::string>()->value_name("N"),
      "worker processes; default: as many as there are processors")(
      "absolute", po::value<std::string>()->value_name("X"), "real numbers may differ by X; default: 0")(
      "relative", po::value<std::string>()->value_name("X"), "or by X times the larger one; default: 0")(
      "quiet,q", "print errors only");
  add_keep_option(usage.options);
  add_plugin_options(usage.options);
  usage.examples = {"engram rerun fig4.h5", "engram rerun fig4.h5 -o again.h5 --relative 1e-9",
                    "engram rerun fig4.h5 --cell real_loop.seed=3 --keep all -o seed3.h5"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  study::RunOptions options;
  options.compute.workers = whole_number(*values, "jobs", 1, most_jobs).value_or(study::processors());
  options.compute.quiet = true;
  inspect::DiffOptions diff_options;
  diff_options.tolerance = {tolerance(*values, "absolute").value_or(0.0),
                            tolerance(*values, "relative").value_or(0.0)};
  const fs::path result = (*values)["RESULT"].as<std::string>();
  const bool quiet = values->count("quiet") != 0;
  std::string resolved;
  {
    const store::Reader reader(result);
    diff_options.cell = text_of(*values, "cell");
    resolved = reader.text(path_of_spec(reader, diff_options.cell));
  }
  const bool kept = values->count("output") != 0;
  const fs::path output = kept ? fs::path((*values)["output"].as<std::string>()) : result;
  const WorkFolder folder(output);
  study::StudyRequest request;
  request.spec = folder.path() / result.stem().concat(".yaml");
  // A run of a single cell stores all that it computes.
  request.sets = keep_sets(*values);
  diff_options.b_may_have_more = !diff_options.cell.empty() || !request.sets.empty();
  request.target = kept ? output : folder.path() / result.filename();
  request.rerun_of = result;
  request.command_line = command_line();
  request.crash_code = exit_failed;
  system::write_text_file(request.spec, resolved, "the spec");
  for (const fs::path& plugins : plugin_path(*values)) {
    request.plugin_folders.push_back(plugins.string());
  }
  const study::Study study(std::move(request));
  for (const fs::path& there : {study.request().target, study.folder()}) {
    std::error_code none;
    if (fs::is_regular_file(there, none) || (there == study.folder() && fs::is_directory(there, none))) {
      throw RequestError(
          fmt::format("{} exists, and a rerun replaces nothing; name another file with -o", there.string()));
    }
  }
  system::install_stop_handlers();
  const bool all_done = study::execute(study, options);
  std::error_code none;
  if (!fs::exists(study.request().target, none)) {
    return exit_code(all_done);
  }
  diff_options.quiet = quiet;
  return exit_code(inspect::diff(result, study.request().target, diff_options));
}

}  // namespace engram::app
