#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include <boost/program_options/value_semantic.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "inspect/summary_table.hpp"
#include "inspect/table_file.hpp"
#include "inspect/terminal.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

/// The words of lists with commas: "a,b" and "c" are a, b and c.
std::vector<std::string> separated(const std::vector<std::string>& lists) {
  std::vector<std::string> words;
  for (const std::string& list : lists) {
    for (std::size_t from = 0; from <= list.size();) {
      const std::size_t to = std::min(list.find(',', from), list.size());
      if (to > from) {
        words.push_back(list.substr(from, to - from));
      }
      from = to + 1;
    }
  }
  return words;
}

}  // namespace

int summary_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram summary RESULT [options]";
  usage.paragraph =
      "Lists the cells of a sweep, or the cases of a spec, with their settings and their single results.";
  usage.positional = "RESULT";
  usage.options.add_options()("columns", po::value<std::vector<std::string>>()->composing()->value_name("NAME,..."),
                              "only these columns; the end of a name is enough, as recall.fraction_recalled")(
      "where", po::value<std::vector<std::string>>()->composing()->value_name("CONDITION"),
      "only cells with this setting, as seed=1..5 or model.activation=tanh; may be repeated")(
      "sort", po::value<std::string>()->value_name("NAME"), "in the order of a column; -NAME: in falling order")(
      "csv", "as CSV, also on standard output");
  add_output_options(usage.options);
  usage.examples = {"engram summary fig4.h5", "engram summary fig4.h5 --columns mean_final_distance --sort=-seed",
                    "engram summary fig4.h5 --where seed=1..5 -o fig4.csv"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const store::Reader reader((*values)["RESULT"].as<std::string>());
  const std::string target = output_of(*values, reader.path());
  const auto table = inspect::summary_table(
      reader, {separated(texts_of(*values, "columns")), texts_of(*values, "where"), text_of(*values, "sort")});
  const auto write = [&](std::ostream& out) { inspect::write_csv(table, out); };
  if (target.empty() && !is_given(*values, "csv")) {
    app::print("{}", inspect::table_text(table, ""));
  } else {
    write_output(target, write);
  }
  return exit_done;
}

}  // namespace engram::app
