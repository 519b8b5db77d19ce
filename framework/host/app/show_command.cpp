#include <string>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "inspect/result_text.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace po = boost::program_options;

int show_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram show RESULT [PATH] [options]";
  usage.paragraph =
      "Shows what a result holds. PATH is a dataset or a group, as analyses/recall/overlap, a setting, as "
      "model.units,\n"
      "or one of settings, provenance, origins, claims, cells, summary, spec. Without a PATH the contents are "
      "listed.";
  usage.positional = "RESULT";
  usage.several = true;
  usage.options.add_options()("cell,c", po::value<std::string>()->value_name("LABEL"),
                              "the cell or the case to show; a part of its label is enough; default: the first")(
      "why", "show where the number or the setting at PATH comes from");
  usage.examples = {"engram show fig4.h5", "engram show fig4.h5 model.tau_v",
                    "engram show fig4.h5 analyses/perturbation/final_distance --cell real_loop --why"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const auto& words = (*values)["RESULT"].as<std::vector<std::string>>();
  if (words.size() > 2) {
    throw RequestError(fmt::format("show takes a result and one path; there are {}", counted(words.size(), "word")));
  }
  const store::Reader reader(words.front());
  const std::string path = words.size() == 2 ? words.back() : "";
  const bool asks_why = is_given(*values, "why");
  if (asks_why && path.empty()) {
    throw RequestError("--why needs the path of a dataset or a setting");
  }
  inspect::print_result(reader, {path, text_of(*values, "cell"), asks_why});
  return exit_done;
}

}  // namespace engram::app
