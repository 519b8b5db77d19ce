#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "evaluation/figure_spec.hpp"
#include "evaluation/picture_name.hpp"
#include "evaluation/stored_result.hpp"
#include "figures/draw.hpp"
#include "inspect/comparison_text.hpp"
#include "store/provenance.hpp"
#include "store/reader.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

/// A result that is compared, by a name that no other one has.
struct Compared {
  explicit Compared(const fs::path& file) : reader(file), source(reader), name(file.stem().string()) {}

  store::Reader reader;
  evaluation::StoredResult source;
  std::string name;
};
using AllCompared = std::vector<std::unique_ptr<Compared>>;

/// Opens the results. Files with the same name are called by their paths.
AllCompared open_all(const std::vector<std::string>& files) {
  AllCompared all;
  std::multiset<std::string> names;
  for (const std::string& file : files) {
    std::error_code none;
    if (std::ranges::any_of(all, [&](const auto& one) { return fs::equivalent(one->reader.path(), file, none); })) {
      throw RequestError(fmt::format("'{}' is compared with itself: it is given twice", file));
    }
    all.push_back(std::make_unique<Compared>(file));
    names.insert(all.back()->name);
  }
  for (const auto& one : all) {
    const fs::path path = one->reader.path().lexically_normal();
    one->name = names.count(one->name) == 1 ? one->name : (path.parent_path() / path.stem()).string();
  }
  return all;
}

bool shows_lines(const panels::Figure& figure) {
  return std::ranges::none_of(figure.panels, [](const panels::Panel& panel) {
    return panel.style == panels::Style::matrix || panel.style == panels::Style::images ||
           panel.style == panels::Style::histogram;
  });
}

/// The figures of the first result that have lines only, or those that are wanted.
std::vector<panels::Figure> chosen_figures(const Compared& first, const std::vector<std::string>& wanted) {
  std::vector<panels::Figure> figures = evaluation::figures_of(first.reader, first.source, "");
  if (!wanted.empty()) {
    evaluation::keep_named(figures, wanted);
    return figures;
  }
  for (const panels::Figure& figure : figures) {
    if (!shows_lines(figure)) {
      app::print(stderr, "engram: warning: figure '{}' has a matrix, images or a histogram, and is not drawn\n",
                 figure.name);
    }
  }
  std::erase_if(figures, [](const panels::Figure& figure) { return !shows_lines(figure); });
  return figures;
}

/// The text with braces that are not those of placeholders.
std::string without_placeholders(const std::string& text) {
  std::string result;
  for (const char c : text) {
    result += std::string(c == '{' || c == '}' ? 2 : 1, c);
  }
  return result;
}

/// Draws the figures of the first result with the lines of all.
void draw_all(const AllCompared& all, const std::vector<std::string>& wanted, figures::DrawOptions options) {
  std::vector<figures::NamedSource> sources;
  std::vector<std::string> names;
  std::vector<std::string> words{"engram", "compare"};
  for (const auto& one : all) {
    sources.push_back({&one->source, one->name});
    names.push_back(one->name);
    words.push_back(one->reader.path().filename().string());
    // Pictures of other results with the same names are not replaced.
    options.origin += evaluation::picture_origin(one->reader.path(), options.folder);
    const canvas::Metadata metadata = evaluation::picture_metadata(one->reader);
    options.metadata.source += (options.metadata.source.empty() ? "" : "; ") + metadata.source;
    options.metadata.author = options.metadata.author.empty() ? metadata.author : options.metadata.author;
  }
  words.insert(words.end(), {"-o", "."});
  options.metadata.command = store::shell_text(words);
  for (panels::Figure figure : chosen_figures(*all.front(), wanted)) {
    options.stem = fmt::format("{}_{}", join(names, "_"), figure.name);
    std::ranges::replace(options.stem, '/', '_');
    options.stem.erase(0, options.stem.find_first_not_of("._"));
    figure.caption = fmt::format("Results: {}. {{settings}}", without_placeholders(join(names)));
    for (const fs::path& written : figures::draw_overlaid(figure, sources, options)) {
      app::print("{}\n", written.lexically_normal().string());
    }
  }
}

}  // namespace

int compare_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram compare RESULT RESULT... [options]";
  usage.paragraph =
      "Compares results: the settings that differ, each once, and the single results beside each other, means over\n"
      "seeds with a t-test. Cells with the same case and the same varied settings are compared. `engram diff` "
      "compares\n"
      "bit for bit.";
  usage.positional = "RESULT";
  usage.several = true;
  usage.options.add_options()("output,o", po::value<std::string>()->value_name("DIR"),
                              "draw the figures of the first result with the lines of all results into this folder")(
      "format,f", po::value<std::vector<std::string>>()->composing()->value_name("png|svg|pdf"),
      "kind of picture, png if none is given; may be given again")(
      "figure", po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
      "draw this figure only; may be given again")("overwrite", "replace files of the same name, whatever they are");
  usage.examples = {"engram compare slow.h5 fast.h5", "engram compare slow.h5 fast.h5 -o figures --format svg"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const auto& files = (*values)["RESULT"].as<std::vector<std::string>>();
  if (files.size() < 2) {
    throw RequestError("compare takes two results or more; 'engram show RESULT' shows one");
  }
  const AllCompared all = open_all(files);
  std::vector<inspect::NamedResult> named;
  for (const auto& one : all) {
    named.push_back({&one->source, one->name});
  }
  inspect::print_comparison(named);
  if (!is_given(*values, "output")) {
    return exit_done;
  }
  figures::DrawOptions options;
  options.folder = (*values)["output"].as<std::string>();
  options.overwrite = is_given(*values, "overwrite");
  if (const auto formats = texts_of(*values, "format"); !formats.empty()) {
    options.formats.clear();
    std::ranges::transform(formats, std::back_inserter(options.formats), figures::parse_format);
  }
  draw_all(all, texts_of(*values, "figure"), options);
  return exit_done;
}

}  // namespace engram::app
