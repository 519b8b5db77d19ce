// One self-contained HTML page about stored results: claims, figures, provenance. Knows HTML, and no file formats.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engram::report {

/// A claim with its verdict, in words.
struct ClaimRow {
  std::string claim;
  std::string source;
  std::string test;      ///< "greatest analyses/... (own target) at most 1"
  std::string measured;  ///< "0.21 (0.09 to 0.42); holds in 20 of 20 cells"
  bool reproduced = false;
  std::string note;
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
  std::string link;  ///< path of the file, relative to the page
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

/// The whole page.
std::string html(const Page& page);

/// Whether a file that begins so is such a page.
bool is_page(std::string_view beginning);

}  // namespace engram::report
