// How a claim came out: what was measured in each cell, and the words for it.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "claims/claim.hpp"

namespace engram::claims {

/// A claim in one cell, or in several that it judges together.
struct Finding {
  std::string label;  ///< of the cell, or of what the cells share; empty for a single run
  double measured = 0.0;
  bool holds = false;
  std::string trouble;                                    ///< why nothing was measured; empty otherwise
  std::size_t cells = 1;                                  ///< that are judged together
  double low = std::numeric_limits<double>::quiet_NaN();  ///< of the interval with 95 %; NaN if there is none
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// The judgement of a claim over all cells.
struct Verdict {
  Claim claim;
  std::vector<Finding> findings;  ///< one for each cell, or each group of cells
  std::size_t holding = 0;        ///< findings that hold
  bool reproduced = false;        ///< as many hold as the claim needs
  double least = 0.0;             ///< over the findings; NaN if nothing was measured
  double median = 0.0;
  double greatest = 0.0;
  std::string unit;                    ///< of these numbers; empty for pure numbers
  std::vector<std::string> differing;  ///< settings beside seeds in which the cells differ
  std::string trouble;                 ///< why it could not be judged; empty if it was
};

/// How a claim came out.
enum class Outcome { not_judged, not_reproduced, reproduced_with_change, reproduced };

Outcome outcome(const Verdict& verdict);

/// "reproduced", "reproduced with a change", "not reproduced" or "not judged".
std::string outcome_text(Outcome outcome);

/// A claim that could not be judged, and why.
Verdict unjudged(Claim claim, std::string trouble);

/// "0.21 s, median (0.09 to 0.42 s); holds in 20 of 20 cells". Cells that differ in more than their seeds have no
/// number in common: "0.09 to 0.42 s over cells that differ in model.units; holds in 20 of 20 cells". Cells that are
/// judged together have one: "0.61 (0.58 to 0.64 with 95 %) over 100 cells".
std::string measured_text(const Verdict& verdict);

}  // namespace engram::claims
