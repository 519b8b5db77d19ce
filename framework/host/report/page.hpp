// One self-contained HTML page about stored results: claims, figures, provenance. Knows HTML, and no file formats.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engram::report {

/// How a claim came out, the worst first: so they stand in a table.
enum class Outcome { not_judged, not_reproduced, reproduced_with_change, reproduced };

/// A claim with its verdict, in words.
struct ClaimRow {
  std::string claim;
  std::string source;
  std::string test;      ///< "greatest analyses/... (own target) at most 1"
  std::string measured;  ///< "0.21 (0.09 to 0.42); holds in 20 of 20 cells"
  Outcome outcome = Outcome::not_reproduced;
  std::string verdict;  ///< the outcome in words
  std::string change;   ///< what was set otherwise than the source does; empty where nothing was
  std::string note;
  std::string figure;  ///< the name of the figure that shows it; empty where none does
  std::string panel;   ///< its letter there; empty where the figure has one panel
};

struct FigureView {
  std::string name;
  std::string title;
  std::string svg;
  std::vector<std::pair<std::string, std::string>> links;  ///< word and path: PNG, PDF
};

/// One result file.
struct Section {
  std::string name;  ///< of the file, without its ending; different for each section
  std::string title;
  std::string description;
  std::string source;  ///< the paper or tutorial that it is from; empty where it is from none
  std::string link;    ///< path of the file, relative to the page
  std::size_t cases = 0;
  std::vector<ClaimRow> claims;
  std::vector<FigureView> figures;
  std::vector<std::pair<std::string, std::string>> provenance;  ///< word and value
  std::vector<std::string> failures;
  std::string spec;
};

struct Page {
  std::string title;
  std::string made;  ///< when and with what
  std::vector<Section> sections;
};

/// The whole page. Sections with one source stand together, sources in the order in which they first come; a table of
/// the claims of the first one is at the top.
std::string html(const Page& page);

/// Whether a file that begins so is such a page.
bool is_page(std::string_view beginning);

}  // namespace engram::report
