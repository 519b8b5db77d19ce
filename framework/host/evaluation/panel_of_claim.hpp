// Finds the panel of a result's figures that shows a claim.
#pragma once

#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "panels/figure.hpp"

namespace engram::evaluation {

struct PanelOfClaim {
  std::string figure;  ///< empty if no panel shows it
  std::string letter;  ///< of the panel; empty if the figure has one panel
};

/// The first panel of the claim's dataset and of one of its cases; otherwise of another dataset or of a single number
/// of the same analysis.
PanelOfClaim panel_of(const claims::Claim& claim, const std::vector<panels::Figure>& figures);

}  // namespace engram::evaluation
