#include <algorithm>
#include <filesystem>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/figure_source.hpp"
#include "app/figure_spec.hpp"
#include "app/options.hpp"
#include "app/program.hpp"
#include "figures/draw.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace po = boost::program_options;

namespace {

void keep_named(std::vector<figures::Figure>& figures, const std::vector<std::string>& wanted) {
  std::vector<std::string> names;
  std::ranges::transform(figures, std::back_inserter(names), &figures::Figure::name);
  for (const std::string& name : wanted) {
    if (std::ranges::find(names, name) == names.end()) {
      throw RequestError(refusal(fmt::format("there is no figure '{}'", name), did_you_mean(name, names),
                                 "figures: " + join(names)));
    }
  }
  std::erase_if(
      figures, [&](const figures::Figure& figure) { return std::ranges::find(wanted, figure.name) == wanted.end(); });
}

std::vector<std::string> words(const po::variables_map& values, const char* option) {
  return values.count(option) != 0 ? values[option].as<std::vector<std::string>>() : std::vector<std::string>{};
}

}  // namespace

int plot_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram plot RESULT [options]";
  usage.paragraph =
      "Draws the figures of a result file from what is stored in it. No plugin and no spec is needed, and nothing "
      "is\n"
      "run again.";
  usage.positional = "RESULT";
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("DIR"),
                              "folder for the pictures; default: that of RESULT")(
      "format,f", po::value<std::vector<std::string>>()->composing()->value_name("png|svg|pdf"),
      "kind of picture, png if none is given; may be given again")(
      "figure", po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
      "draw this figure only; may be given again")("spec", po::value<std::string>()->value_name("SPEC"),
                                                   "take the figures of this spec in place of the stored ones")(
      "keep-script", "leave the gnuplot script, with its data, beside each picture")("quiet,q", "print errors only");
  usage.examples = {"engram plot fig4.h5", "engram plot fig4.h5 -o figures --format svg --format pdf",
                    "engram plot fig4.h5 --keep-script"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const std::filesystem::path file = (*values)["RESULT"].as<std::string>();
  figures::DrawOptions options;
  options.folder = values->count("output") != 0 ? std::filesystem::path((*values)["output"].as<std::string>())
                                                : file.parent_path() / ".";
  options.keep_script = values->count("keep-script") != 0;
  if (const auto formats = words(*values, "format"); !formats.empty()) {
    options.formats.clear();
    std::ranges::transform(formats, std::back_inserter(options.formats), figures::parse_format);
  }

  const std::string spec_file = values->count("spec") != 0 ? (*values)["spec"].as<std::string>() : "";
  const store::Reader reader(file);
  const FigureSource source(reader);
  if (const auto failures = reader.failures(); !failures.empty()) {
    fmt::print(stderr, "engram: warning: {} has {}, the first in {}: {}\n", file.string(),
               counted(failures.size(), "failure"), failures.front().group, failures.front().sentence);
  }
  std::vector<figures::Figure> figures = figures_of(reader, source, spec_file);
  if (const auto wanted = words(*values, "figure"); !wanted.empty()) {
    keep_named(figures, wanted);
  }
  if (figures.empty()) {
    throw RequestError(
        fmt::format("{} asks for no figures and has nothing that is drawn without being asked for", file.string()));
  }
  for (const figures::Figure& figure : figures) {
    for (const std::filesystem::path& written : figures::draw(figure, source, options)) {
      if (values->count("quiet") == 0) {
        fmt::print("{}\n", written.lexically_normal().string());
      }
    }
  }
  return exit_done;
}

}  // namespace engram::app
