// Stability: how firmly pairwise weights hold their patterns. Shared by the learning rules that write pairwise
// weights.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>
#include <engram/patterns.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// Records how firmly the network, with the fields h = W x + b and the threshold theta, holds every pattern x. The
/// sign s_i of a unit is x_i if its values are -1 and +1, and 2 x_i - 1 if they are 0 and 1.
///     stability        the smallest s_i (h_i - theta) over all units and patterns
///     patterns_stable  the fraction of patterns with s_i (h_i - theta) > 0 at every unit
/// Throws RunError if the weights or biases are not finite.
inline void record_stability(const OffersOuterProducts& network, const Patterns& patterns, Recorder& recorder) {
  // For smaller fields, rounding may decide the sign.
  const double theta = network.field_threshold();
  const double rounding = 1e-12 * (network.largest_field() + std::fabs(theta));
  const bool is_from_zero = network.lower_value() == 0.0;
  // The fields of all patterns together would take as much memory as the patterns, so they are computed in batches.
  const Index batch = patterns.batch(16);
  Matrix all_values(patterns.rows(), batch);
  Matrix all_aligned(patterns.rows(), batch);
  double smallest = std::numeric_limits<double>::infinity();
  Index stable = 0;
  for (Index first = 0; first < patterns.cols(); first += batch) {
    const Index count = std::min(batch, patterns.cols() - first);
    auto some = all_values.leftCols(count);
    auto aligned = all_aligned.leftCols(count);
    patterns.put(first, some);
    network.fields(some, aligned);
    aligned.array() -= theta;
    if (is_from_zero) {
      aligned.array() *= 2.0 * some.array() - 1.0;
    } else {
      aligned.array() *= some.array();
    }
    if (!aligned.allFinite()) {
      throw RunError("the fields became infinite or NaN: the values of the patterns are too large");
    }
    smallest = std::min(smallest, aligned.minCoeff());
    stable += (aligned.colwise().minCoeff().array() > rounding).count();
  }
  recorder.scalar(
      "stability", smallest, "1",
      "Smallest s_i h_i over the units and patterns, with the field h = W x + b - theta; s = x for values of "
      "-1 and +1, and s = 2 x - 1 for values of 0 and 1.");
  recorder.scalar("patterns_stable", static_cast<double>(stable) / static_cast<double>(patterns.cols()), "1",
                  "Fraction of the patterns whose every unit lies in a field that keeps its value: s_i h_i > 0.");
}

}  // namespace engram
