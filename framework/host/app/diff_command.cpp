#include <string>
#include <utility>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "inspect/result_diff.hpp"

namespace engram::app {

namespace po = boost::program_options;

int diff_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram diff A B [options]";
  usage.paragraph =
      "Compares two results: which datasets there are, their shapes, units and values, and the settings of the "
      "specs.\n"
      "Values must have the same bits unless a tolerance is given. Exit code 0: the same; 1: they differ.";
  usage.positional = "RESULT";
  usage.several = true;
  usage.options.add_options()("absolute", po::value<std::string>()->value_name("X"),
                              "real numbers may differ by X, in the unit of the dataset")(
      "relative", po::value<std::string>()->value_name("X"), "or by X times the larger one")(
      "provenance", "compare where the results came from, and the texts of the specs, too")(
      "all", "print all differences, not only the first ones")("quiet,q", "print nothing");
  usage.examples = {"engram diff fig4.h5 fig4_again.h5",
                    "engram diff one_thread.h5 other_machine.h5 --relative 1e-9"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  refuse_conflicts(*values, {{"all", "quiet", "one prints every difference, the other prints nothing"}});
  const auto& files = (*values)["RESULT"].as<std::vector<std::string>>();
  if (files.size() != 2) {
    throw RequestError(
        fmt::format("diff compares two results; {} {} given", files.size(), files.size() == 1 ? "was" : "were"));
  }
  inspect::DiffOptions options;
  options.tolerance = {tolerance(*values, "absolute").value_or(0.0), tolerance(*values, "relative").value_or(0.0)};
  options.provenance = values->count("provenance") != 0;
  options.all = values->count("all") != 0;
  options.quiet = values->count("quiet") != 0;
  return exit_code(inspect::diff(files[0], files[1], options));
}

}  // namespace engram::app
