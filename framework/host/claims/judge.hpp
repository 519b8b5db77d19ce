// Judging claims by stored results.
#pragma once

#include "claims/claim.hpp"
#include "claims/verdict.hpp"
#include "results/summary.hpp"

namespace engram::claims {

/// Throws RequestError, with the nearest match, if the claim names a case, dataset, dimension or coordinate that the
/// results do not have, or a reduction that does not fit. In a cell whose dataset is missing because something
/// failed, or whose number is NaN, the claim does not hold.
Verdict judge(const Claim& claim, const results::Summary& summary);

}  // namespace engram::claims
