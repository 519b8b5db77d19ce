// Writes one self-contained HTML page about stored results: claims, figures, provenance. Does not know file formats.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engram::pages {

/// The outcome of a claim, the worst first, as in the tables.
enum class Outcome { not_judged, not_reproduced, reproduced_with_change, reproduced };

/// A claim with its verdict, as texts.
struct ClaimRow {
  std::string claim;
  std::string source;
  std::string test;      ///< "greatest analyses/... (own target) at most 1"
  std::string measured;  ///< "0.21 (0.09 to 0.42); holds in 20 of 20 cells"
  Outcome outcome = Outcome::not_reproduced;
  std::string verdict;  ///< the outcome as text
  std::string change;   ///< settings that differ from the source; empty if there are none
  std::string note;
  std::string figure;  ///< the name of the figure that shows it; empty if there is none
  std::string panel;   ///< its letter in the figure; empty if the figure has one panel
};

struct FigureView {
  std::string name;
  std::string title;
  std::string svg;
  std::vector<std::pair<std::string, std::string>> links;  ///< word and path: PNG, PDF
};

/// The place that the value of a setting comes from.
struct OriginRow {
  std::string case_name;  ///< empty if the spec has no cases
  std::string setting;
  std::string value;
  std::string place;  ///< "fig4.yaml:7:3", "default"
};

/// A plugin that computed a result.
struct PluginRow {
  std::string kind;
  std::string name;
  std::string version;
  std::string sha256;
};

/// One result file.
struct Section {
  std::string name;  ///< file name without its ending; different for each section
  std::string title;
  std::string description;
  std::string source;    ///< the paper or tutorial that it reproduces; may be empty
  std::string link;      ///< path of the file, relative to the page
  std::size_t runs = 0;  ///< 0 for a result without cases
  bool swept = false;    ///< the runs are the cells of a sweep
  std::vector<ClaimRow> claims;
  std::vector<FigureView> figures;
  std::vector<std::pair<std::string, std::string>> provenance;  ///< word and value
  std::vector<OriginRow> origins;
  std::vector<PluginRow> plugins;
  std::vector<std::string> failures;
  std::string spec;
};

struct ResultReport {
  std::string title;
  std::string made;  ///< when and with what
  std::vector<Section> sections;
};

/// The whole page. Sections with the same source are together, sources in the order of their first section; tables of
/// all claims by source are at the top.
std::string report_page(const ResultReport& report);

/// Whether a file with this beginning is a page that report_page() made.
bool is_report_page(std::string_view beginning);

}  // namespace engram::pages
