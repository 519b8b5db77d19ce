#include "evaluation/panel_of_claim.hpp"

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"

using engram::claims::Claim;
using engram::evaluation::panel_of;
using engram::evaluation::PanelOfClaim;
using engram::panels::Figure;
using engram::panels::Panel;

namespace {

Claim claim_on(const std::string& dataset, std::vector<std::string> cases = {}) {
  Claim claim;
  claim.dataset = dataset;
  claim.cases = std::move(cases);
  return claim;
}

Panel panel_on(const std::string& dataset, const std::string& case_label = "") {
  Panel panel;
  panel.dataset = dataset;
  panel.case_label = case_label;
  return panel;
}

Figure figure_of(const std::string& name, std::vector<Panel> panels) {
  Figure figure;
  figure.name = name;
  figure.panels = std::move(panels);
  return figure;
}

/// The figure, and the letter of the panel after a colon if there is one.
std::string shown_by(const Claim& claim, const std::vector<Figure>& figures) {
  const PanelOfClaim found = panel_of(claim, figures);
  return found.figure + (found.letter.empty() ? "" : ":" + found.letter);
}

const std::vector<Figure> figures{figure_of("recall", {panel_on("analyses/recall/overlap", "loop.seed=1"),
                                                       panel_on("analyses/recall/steps", "chain")}),
                                  figure_of("rate", {panel_on("summary/results.analyses.recall.rate")})};

}  // namespace

TEST_CASE("panel_of_claim: the panel of the claim's dataset shows it") {
  CHECK(shown_by(claim_on("analyses/recall/steps"), figures) == "recall:b");
  CHECK(shown_by(claim_on("analyses/recall/rate"), figures) == "rate");
  CHECK(shown_by(claim_on("summary/results.analyses.recall.overlap"), figures) == "recall:a");
}

TEST_CASE("panel_of_claim: otherwise the first panel of the same analysis does") {
  CHECK(shown_by(claim_on("analyses/recall/energy"), figures) == "recall:a");
  CHECK(shown_by(claim_on("analyses/other/energy"), figures).empty());
  CHECK(shown_by(claim_on("training/residual"), figures).empty());
}

TEST_CASE("panel_of_claim: a panel of other cases does not show it") {
  CHECK(shown_by(claim_on("analyses/recall/overlap", {"loop"}), figures) == "recall:a");
  CHECK(shown_by(claim_on("analyses/recall/overlap", {"chain"}), figures) == "recall:b");
  CHECK(shown_by(claim_on("analyses/recall/overlap", {"ring"}), figures) == "rate");
}

TEST_CASE("panel_of_claim: analyses whose labels begin alike are not the same") {
  const std::vector<Figure> alike{figure_of("first", {panel_on("analyses/recall1/energy")}),
                                  figure_of("second", {panel_on("analyses/recall2/energy")}),
                                  figure_of("third", {panel_on("analyses/recall/energy")})};
  CHECK(shown_by(claim_on("analyses/recall2/overlap"), alike) == "second");
  CHECK(shown_by(claim_on("analyses/recall/overlap"), alike) == "third");
  CHECK(shown_by(claim_on("analyses/recall3/overlap"), alike).empty());
}

TEST_CASE("panel_of_claim: a column of the summary is the single number, whatever dots its label has") {
  const std::vector<Figure> one{figure_of("dots", {panel_on("analyses/gain_0.5/rate")})};
  CHECK(shown_by(claim_on("summary/results.analyses.gain_0.5.rate"), one) == "dots");
  CHECK(shown_by(claim_on("summary/results.analyses.gain_0.5.other"), one) == "dots");
  CHECK(shown_by(claim_on("summary/results.analyses.gain_0.rate"), one).empty());
}

TEST_CASE("panel_of_claim: a panel of several cases shows those of the claim") {
  std::vector<Figure> figures_of_cases{figure_of("both", {panel_on("analyses/recall/overlap")})};
  figures_of_cases[0].panels[0].cases = {"loop", "chain"};
  CHECK(shown_by(claim_on("analyses/recall/overlap", {"chain"}), figures_of_cases) == "both");
  CHECK(shown_by(claim_on("analyses/recall/overlap", {"ring", "loop"}), figures_of_cases) == "both");
  CHECK(shown_by(claim_on("analyses/recall/overlap", {"ring"}), figures_of_cases).empty());
  CHECK(shown_by(claim_on("analyses/recall/overlap"), figures_of_cases) == "both");
  // The case of a claim is not the beginning of another case's name.
  CHECK(shown_by(claim_on("analyses/recall/overlap", {"lo"}),
                 {figure_of("one", {panel_on("analyses/recall/overlap", "loop.seed=1")})})
            .empty());
}
