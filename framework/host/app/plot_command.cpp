#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/core.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "evaluation/figure_spec.hpp"
#include "evaluation/picture_name.hpp"
#include "evaluation/stored_result.hpp"
#include "figures/draw.hpp"
#include "store/provenance.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// The format of a name such as fig.svg; empty for the name of a folder.
std::string format_in_name(const fs::path& name) {
  std::error_code none;
  const std::string ending = name.extension().string();
  const bool is_picture = ending == ".png" || ending == ".svg" || ending == ".pdf";
  return is_picture && !fs::is_directory(name, none) ? ending.substr(1) : "";
}

/// The width of a picture in cm: that of a column of a journal's page, of two, or another.
std::optional<double> picture_width(const std::string& text) {
  constexpr double single = 8.5;
  constexpr double two = 17.8;
  constexpr double least = 4;
  constexpr double most = 100;
  if (text.empty() || text == "single" || text == "double") {
    return text.empty() ? std::nullopt : std::optional{text == "single" ? single : two};
  }
  double width = 0;
  const std::string_view number =
      std::string_view(text).substr(0, text.ends_with("cm") ? text.size() - 2 : text.size());
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), width);
  const bool whole =
      error == std::errc{} &&
      std::string_view(end, number.data() + number.size()).find_first_not_of(' ') == std::string_view::npos;
  if (!whole || !(width >= least && width <= most)) {
    throw RequestError(
        fmt::format("--width takes single ({:g} cm), double ({:g} cm), or a number of cm from {:g} to {:g}, "
                    "as 12 or 12cm; found '{}'",
                    single, two, least, most, text));
  }
  return width;
}

/// The options of how and where to draw; the stem stays empty if `-o` names no file.
figures::DrawOptions draw_options(const po::variables_map& values, const fs::path& result) {
  figures::DrawOptions options;
  options.folder = result.parent_path() / ".";
  options.overwrite = values.count("overwrite") != 0;
  std::vector<std::string> formats = texts_of(values, "format");
  if (values.count("output") != 0) {
    const fs::path output = values["output"].as<std::string>();
    const std::string format = format_in_name(output);
    options.folder = format.empty() ? output : output.parent_path() / ".";
    options.stem = format.empty() ? "" : output.stem().string();
    if (!format.empty() && std::ranges::any_of(formats, [&](const std::string& other) { return other != format; })) {
      throw RequestError(
          fmt::format("-o names the file '{}', which cannot be of format '{}'; name a folder, or leave "
                      "--format out",
                      output.string(), join(formats)));
    }
    if (!format.empty()) {
      formats = {format};
    }
  }
  if (!formats.empty()) {
    options.formats.clear();
    std::ranges::transform(formats, std::back_inserter(options.formats), figures::parse_format);
  }
  options.origin = evaluation::picture_origin(result, options.folder);
  options.captions = values.count("no-captions") == 0;
  for (const std::string& format : texts_of(values, "captions")) {
    options.caption_files.push_back(figures::parse_caption_format(format));
  }
  options.width = picture_width(text_of(values, "width"));
  return options;
}

/// The options for each figure, with its file name.
std::vector<figures::DrawOptions> named_options(const figures::DrawOptions& options,
                                                const std::vector<panels::Figure>& figures, const fs::path& result) {
  if (!options.stem.empty() && figures.size() > 1) {
    std::vector<std::string> names;
    std::ranges::transform(figures, std::back_inserter(names), &panels::Figure::name);
    throw RequestError(
        refusal(fmt::format("-o names one file, '{}', and there are {} figures", options.stem, figures.size()),
                "choose one by --figure, or name a folder", "figures: " + join(names)));
  }
  std::vector<figures::DrawOptions> named;
  for (const panels::Figure& figure : figures) {
    named.push_back(options);
    if (options.stem.empty()) {
      named.back().stem = evaluation::picture_stem(result, figure.name);
    }
    figures::refuse_to_replace(figure, named.back());
  }
  return named;
}

}  // namespace

int plot_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram plot RESULT [options]";
  usage.paragraph =
      "Draws the figures of a result file from what is stored in it. No plugin and no spec is needed, and nothing "
      "is\n"
      "run again. The pictures of fig4.h5 are fig4_NAME.png for each figure, and fig4.png for the one named fig4. "
      "Only\n"
      "earlier pictures of the same result are replaced.";
  usage.positional = "RESULT";
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("DIR|FILE"),
                              "folder for the pictures, or the file of one, as recall.svg; default: the folder of "
                              "RESULT")("format,f",
                                        po::value<std::vector<std::string>>()->composing()->value_name("png|svg|pdf"),
                                        "kind of picture, png if none is given; may be given again")(
      "figure", po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
      "draw this figure only; may be given again")("spec", po::value<std::string>()->value_name("SPEC"),
                                                   "take the figures of this spec in place of the stored ones")(
      "captions", po::value<std::vector<std::string>>()->composing()->value_name("txt|tex|md"),
      "write each caption into a file of its own, beside the picture; may be given again")(
      "no-captions", "draw no captions below the panels")(
      "width", po::value<std::string>()->value_name("single|double|CM"),
      "width of each picture: a journal's column (8.5 cm), its page (17.8 cm), or a number of cm")(
      "overwrite", "replace files of the same name, whatever they are")("quiet,q", "print errors only");
  usage.examples = {"engram plot fig4.h5", "engram plot fig4.h5 -o figures --format svg --format pdf",
                    "engram plot fig4.h5 --figure energy -o energy.pdf",
                    "engram plot fig4.h5 --width single --no-captions --captions tex"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const fs::path file = (*values)["RESULT"].as<std::string>();
  figures::DrawOptions options = draw_options(*values, file);
  const std::string spec_file = text_of(*values, "spec");
  const store::Reader reader(file);
  options.metadata = evaluation::picture_metadata(reader);
  for (const char* option : {"no-captions", "width"}) {
    if (is_given(*values, option)) {
      options.metadata.command +=
          fmt::format(" --{}{}", option, option[0] == 'w' ? " " + text_of(*values, option) : "");
    }
  }
  if (!spec_file.empty()) {
    options.metadata.command += " --spec " + store::shell_text({spec_file});
  }
  const evaluation::StoredResult source(reader);
  if (const auto failures = reader.failures(); !failures.empty()) {
    app::print(stderr, "engram: warning: {} has {}, the first in {}: {}\n", file.string(),
               counted(failures.size(), "failure"), failures.front().group, failures.front().sentence);
  }
  std::vector<panels::Figure> figures = evaluation::figures_of(reader, source, spec_file);
  if (const auto wanted = texts_of(*values, "figure"); !wanted.empty()) {
    evaluation::keep_named(figures, wanted);
  }
  if (figures.empty()) {
    throw RequestError(
        fmt::format("{} asks for no figures and has nothing that is drawn without being asked for", file.string()));
  }
  const std::vector<figures::DrawOptions> named = named_options(options, figures, file);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    for (const fs::path& written : figures::draw(figures[i], source, named[i])) {
      if (values->count("quiet") == 0) {
        app::print("{}\n", written.lexically_normal().string());
      }
    }
  }
  return exit_done;
}

}  // namespace engram::app
