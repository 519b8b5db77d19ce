// Which panel of a result's figures shows what a claim is about.
#pragma once

#include <string>
#include <vector>

#include "claims/claim.hpp"
#include "figures/figure.hpp"

namespace engram::app {

struct PanelOfClaim {
  std::string figure;  ///< empty where no panel shows it
  std::string letter;  ///< of the panel; empty where the figure has one
};

/// The first panel of the claim's dataset and of one of its cases; where there is none, of another dataset or a
/// single number of the same analysis.
PanelOfClaim panel_of(const claims::Claim& claim, const std::vector<figures::Figure>& figures);

}  // namespace engram::app
