// Statistics of repeated trials.
#pragma once

#include <cmath>
#include <utility>

namespace engram {

/// The 95 % confidence interval of a probability after `successes` of `trials` (Wilson's score interval, which holds
/// for few trials and near 0 and 1 too; E. B. Wilson, J. Am. Stat. Assoc. 22, 209, 1927).
inline std::pair<double, double> wilson_interval(double successes, double trials) {
  constexpr double z = 1.959963984540054;
  const double share = successes / trials;
  const double centre = share + z * z / (2.0 * trials);
  const double half = z * std::sqrt(share * (1.0 - share) / trials + z * z / (4.0 * trials * trials));
  const double scale = 1.0 + z * z / trials;
  // With 0 successes, or with successes only, the share is an end of the interval, which rounding may miss.
  return {std::fmax(0.0, std::fmin(share, (centre - half) / scale)),
          std::fmin(1.0, std::fmax(share, (centre + half) / scale))};
}

}  // namespace engram
