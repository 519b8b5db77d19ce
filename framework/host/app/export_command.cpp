#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "inspect/table_file.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// The format that an option or the ending of a file name says. Throws RequestError, with the nearest match.
std::string format_of(const po::variables_map& values, const std::string& target) {
  const std::vector<std::string> known{"csv", "npy"};
  std::string given = text_of(values, "format");
  if (given.empty()) {
    return fs::path(target).extension() == ".npy" ? "npy" : "csv";
  }
  if (given != "csv" && given != "npy") {
    throw RequestError(
        refusal(fmt::format("unknown format '{}'", given), did_you_mean(given, known), "formats: " + join(known)));
  }
  return given;
}

}  // namespace

int export_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram export RESULT PATH... [options]";
  usage.paragraph =
      "Writes datasets for other programs. CSV has a row for each entry, with the coordinates of its dimensions;\n"
      "several datasets of the same dimensions become columns. In a sweep it has all cells, with the settings that\n"
      "differ.";
  usage.positional = "RESULT";
  usage.several = true;
  usage.options.add_options()("cell,c", po::value<std::string>()->value_name("LABEL"),
                              "only this cell, or the cells of this case; a part of a label is enough")(
      "format,f", po::value<std::string>()->value_name("FORMAT"),
      "csv, or npy: an array of numpy; default: by the ending of FILE, otherwise csv");
  add_output_options(usage.options);
  usage.examples = {"engram export fig4.h5 analyses/perturbation/final_distance -o distances.csv",
                    "engram export recall.h5 analyses/recall/class analyses/recall/bit_errors -o recall.csv",
                    "engram export fig4.h5 model/M --cell real_loop.seed=1 -o M.npy"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  std::vector<std::string> words = (*values)["RESULT"].as<std::vector<std::string>>();
  if (words.size() < 2) {
    throw RequestError(
        "export takes a result and the path of a dataset; `engram show RESULT` lists them, and `engram "
        "summary` writes the summary");
  }
  const store::Reader reader(words.front());
  words.erase(words.begin());
  const std::string target = output_of(*values, reader.path());
  const std::string cell = text_of(*values, "cell");
  const std::string format = format_of(*values, target);
  if (format == "npy" && (target.empty() || words.size() != 1)) {
    throw RequestError(target.empty() ? "an array of numpy is no text for a terminal; give -o FILE"
                                      : fmt::format("an array of numpy is one dataset; there are {}",
                                                    counted(std::ssize(words), "path")));
  }
  const auto write = [&](std::ostream& out) {
    if (format == "npy") {
      inspect::export_npy(reader, words.front(), cell, out);
    } else {
      inspect::export_csv(reader, words, cell, out);
    }
  };
  write_output(target, write);
  return exit_done;
}

}  // namespace engram::app
