#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ios>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <boost/program_options/value_semantic.hpp>
#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "app/options.hpp"
#include "app/program.hpp"
#include "evaluation/claim_spec.hpp"
#include "evaluation/figure_spec.hpp"
#include "evaluation/origins.hpp"
#include "evaluation/panel_of_claim.hpp"
#include "evaluation/picture_name.hpp"
#include "evaluation/stored_result.hpp"
#include "figures/draw.hpp"
#include "pages/result_report.hpp"
#include "results/summary.hpp"
#include "specification/spec.hpp"
#include "store/provenance.hpp"
#include "store/reader.hpp"
#include "study/build_info.hpp"
#include "system/file_content.hpp"

namespace engram::app {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

std::string first_bytes(const fs::path& file) {
  constexpr std::size_t room = 512;
  std::ifstream in(file, std::ios::binary);
  std::string bytes(room, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(room));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

pages::Outcome outcome_in_report(claims::Outcome outcome) {
  switch (outcome) {
    case claims::Outcome::not_judged:
      return pages::Outcome::not_judged;
    case claims::Outcome::not_reproduced:
      return pages::Outcome::not_reproduced;
    case claims::Outcome::reproduced_with_change:
      return pages::Outcome::reproduced_with_change;
    case claims::Outcome::reproduced:
      return pages::Outcome::reproduced;
  }
  return pages::Outcome::not_judged;
}

std::vector<pages::ClaimRow> claim_rows(const store::Reader& reader, const results::Source& source,
                                        const std::vector<panels::Figure>& figures) {
  std::vector<pages::ClaimRow> rows;
  for (const claims::Verdict& verdict : evaluation::judge_result(reader, source, "")) {
    const std::string cases = verdict.claim.cases.empty() ? "" : "; cases " + join(verdict.claim.cases);
    const claims::Outcome outcome = claims::outcome(verdict);
    const evaluation::PanelOfClaim panel = evaluation::panel_of(verdict.claim, figures);
    rows.push_back({verdict.claim.claim, verdict.claim.source, claims::test_text(verdict.claim) + cases,
                    claims::measured_text(verdict), outcome_in_report(outcome), claims::outcome_text(outcome),
                    verdict.claim.change, verdict.claim.note, panel.figure, panel.letter});
  }
  return rows;
}

/// The figures, each with links to its pictures beside the result.
std::vector<pages::FigureView> figure_views(const store::Reader& reader, const results::Source& source,
                                            const std::vector<panels::Figure>& figures, const fs::path& page_folder) {
  const fs::path folder = fs::absolute(reader.path()).parent_path();
  const std::string mark = figures::mark_text(evaluation::picture_origin(reader.path(), folder));
  std::vector<pages::FigureView> views;
  for (const panels::Figure& figure : figures) {
    const std::string stem = evaluation::picture_stem(reader.path(), figure.name);
    pages::FigureView view{figure.name, figure.title, figures::svg_of(figure, source), {}};
    for (const char* format : {"png", "pdf"}) {
      const fs::path picture = folder / fmt::format("{}.{}", stem, format);
      if (figures::mark_of(picture) == mark) {
        view.links.emplace_back(format, fs::proximate(picture, page_folder).string());
      }
    }
    views.push_back(std::move(view));
  }
  return views;
}

/// A page replaces only an earlier page, and never one of its results.
void refuse_to_replace(const fs::path& target, const std::vector<std::string>& results, bool overwrite) {
  std::error_code none;
  const auto same =
      std::ranges::find_if(results, [&](const std::string& result) { return fs::equivalent(target, result, none); });
  if (same != results.end()) {
    throw RequestError(
        fmt::format("the page '{}' would replace the result '{}'; give another name by -o", target.string(), *same));
  }
  if (overwrite || !fs::exists(target, none) || fs::is_directory(target, none)) {
    return;
  }
  if (!fs::is_regular_file(target, none) || !pages::is_report_page(first_bytes(target))) {
    throw RequestError(fmt::format(
        "'{}' exists and is not a page that engram wrote; give another name by -o, or replace it by --overwrite",
        target.string()));
  }
}

std::vector<std::pair<std::string, std::string>> provenance_of(const store::Reader& reader) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& [name, value] : reader.attributes("provenance")) {
    std::string words = name;
    std::ranges::replace(words, '_', ' ');
    entries.emplace_back(words, std::visit([](const auto& any) { return fmt::format("{}", any); }, value));
  }
  return entries;
}

pages::Section section_of(const fs::path& file, const fs::path& page_folder) {
  const store::Reader reader(file);
  const specification::Heading heading = specification::heading_of(reader.text("spec/resolved"));
  pages::Section section;
  section.name = file.stem().string();
  section.title = heading.title;
  section.description = heading.description;
  section.source = heading.source;
  section.link = fs::proximate(fs::absolute(file), page_folder).string();
  section.runs = reader.case_labels().size();
  const evaluation::StoredResult source(reader);
  section.swept = results::Summary(source).has_axes();
  const std::vector<panels::Figure> figures = evaluation::figures_of(reader, source, "");
  section.claims = claim_rows(reader, source, figures);
  section.figures = figure_views(reader, source, figures, page_folder);
  section.provenance = provenance_of(reader);
  for (const evaluation::Origin& origin : evaluation::origins_of(reader)) {
    section.origins.push_back({origin.case_name, origin.setting, origin.value, origin.place});
  }
  for (const evaluation::UsedPlugin& plugin : evaluation::plugins_of(reader)) {
    section.plugins.push_back({plugin.kind, plugin.name, plugin.version, plugin.sha256});
  }
  for (const store::Failure& failure : reader.failures()) {
    section.failures.push_back(failure.group + ": " + failure.sentence);
  }
  section.spec = reader.text("spec/original");
  for (const specification::ExtendedSpec& each : evaluation::extended_of(reader)) {
    section.spec += fmt::format("\n# extended: {}\n{}", each.name, each.text);
  }
  return section;
}

}  // namespace

int report_command(const std::vector<std::string>& arguments) {
  Usage usage;
  usage.line = "engram report RESULT... -o PAGE [options]";
  usage.paragraph =
      "Writes one HTML page about stored results, complete in itself: claims beside what was measured, figures,\n"
      "provenance and specs. Nothing is run again.";
  usage.positional = "RESULT";
  usage.several = true;
  usage.options.add_options()("output,o", po::value<std::string>()->default_value("report.html")->value_name("PAGE"),
                              "the page to write")(
      "title", po::value<std::string>()->default_value("Report of stored results")->value_name("TEXT"),
      "title of the page")("overwrite", "replace a file of that name even if it is not an earlier page")(
      "quiet,q", "print errors only");
  usage.examples = {"engram report *.h5 -o report.html", "engram report fig4.h5 --title 'Figure 4'"};
  const auto values = parse(std::move(usage), arguments);
  if (!values) {
    return exit_done;
  }
  const fs::path target = (*values)["output"].as<std::string>();
  const auto results = (*values)["RESULT"].as<std::vector<std::string>>();
  refuse_to_replace(target, results, values->count("overwrite") != 0);
  const fs::path page_folder = fs::absolute(target).parent_path();
  pages::ResultReport page;
  page.title = (*values)["title"].as<std::string>();
  page.made = fmt::format("Made {} by engram {} ({}).", store::utc_now(), study::build_info().engram_version,
                          study::build_info().git_commit);
  std::set<std::string> names;
  for (const std::string& file : results) {
    page.sections.push_back(section_of(file, page_folder));
    if (!names.insert(page.sections.back().name).second) {
      throw RequestError(fmt::format("two results are named '{}'; a report links to them by their names",
                                     page.sections.back().name));
    }
  }
  system::write_text_file(target, pages::report_page(page), "the page");
  if (values->count("quiet") == 0) {
    app::print("{}\n", target.string());
  }
  return exit_done;
}

}  // namespace engram::app
