#include "evaluation/panel_of_claim.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "figures/settings.hpp"

namespace engram::evaluation {

namespace {

constexpr std::string_view analyses_prefix = "analyses/";
constexpr std::string_view results_prefix = "summary/results.";

/// A dataset's path within its case: "analyses/recall/overlap" for the column
/// "summary/results.analyses.recall.overlap".
std::string within_case(std::string path) {
  if (!path.starts_with(results_prefix)) {
    return path;
  }
  path.erase(0, results_prefix.size());
  // Labels may contain dots, names of datasets do not.
  const std::size_t first = path.find('.');
  const std::size_t last = path.rfind('.');
  for (const std::size_t dot : {first, last}) {
    if (dot != std::string::npos) {
      path[dot] = '/';
    }
  }
  return path;
}

/// "analyses/recall" for "analyses/recall/overlap"; empty for a dataset that no analysis records.
std::string analysis_of(const std::string& path) {
  return path.starts_with(analyses_prefix) ? path.substr(0, path.rfind('/')) : "";
}

bool shares_case(const claims::Claim& claim, const panels::Panel& panel) {
  if (claim.cases.empty() || (panel.case_label.empty() && panel.cases.empty())) {
    return true;
  }
  return std::ranges::any_of(claim.cases, [&](const std::string& name) {
    // A panel may show one cell of the case.
    return panel.case_label == name || panel.case_label.starts_with(name + ".") ||
           std::ranges::find(panel.cases, name) != panel.cases.end();
  });
}

/// How well a panel shows a claim; 0 means not at all.
int closeness(const claims::Claim& claim, const panels::Panel& panel) {
  if (!shares_case(claim, panel)) {
    return 0;
  }
  const std::string wanted = within_case(claim.dataset);
  const std::string shown = within_case(panel.dataset);
  constexpr int same = 2;
  return wanted == shown ? same : !analysis_of(wanted).empty() && analysis_of(wanted) == analysis_of(shown) ? 1 : 0;
}

}  // namespace

PanelOfClaim panel_of(const claims::Claim& claim, const std::vector<panels::Figure>& figures) {
  PanelOfClaim best;
  int closest = 0;
  for (const panels::Figure& figure : figures) {
    for (std::size_t number = 0; number < figure.panels.size(); ++number) {
      if (const int own = closeness(claim, figure.panels[number]); own > closest) {
        closest = own;
        best = {figure.name, figure.panels.size() > 1 ? figures::panel_letter(number) : ""};
      }
    }
  }
  return best;
}

}  // namespace engram::evaluation
