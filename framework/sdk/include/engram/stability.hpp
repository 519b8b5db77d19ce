// How firmly pairwise weights hold the patterns that they were made for.
#pragma once

#include <algorithm>

#include <engram/array.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// Records what a rule for pairwise weights achieved, for patterns (unit x pattern) of two signs:
/// `smallest_stability`, the least x_i (sum_j W_ij x_j + b_i) over units and patterns, and `fraction_fixed`, the part
/// of the patterns that sign() leaves as they are.
inline void record_stability(const ConstMatrixView& weights, const ConstVectorView& biases,
                             const ConstMatrixView& patterns, Recorder& recorder) {
  Matrix stability = weights * patterns;
  stability.colwise() += Vector(biases);
  stability.array() *= patterns.array();
  double fixed = 0.0;
  for (Index pattern = 0; pattern < patterns.cols(); ++pattern) {
    fixed += stability.col(pattern).minCoeff() > 0.0 ? 1.0 : 0.0;
  }
  recorder.scalar("smallest_stability", stability.minCoeff(), "1",
                  "Least x_i (sum_j W_ij x_j + b_i) over units and patterns; a pattern with none below 0 stays.");
  recorder.scalar("fraction_fixed", fixed / static_cast<double>(patterns.cols()), "1",
                  "Patterns that are fixed points of sign updates.");
}

}  // namespace engram
