// Stability: how firmly pairwise weights hold the patterns that they were made for. What learning rules that write
// such weights have in common.
#pragma once

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/recorder.hpp>

namespace engram {

/// Records, for the fields h = W x + b of every pattern x (unit x pattern):
///     stability        the smallest x_i h_i over all units and patterns
///     patterns_stable  the fraction of patterns with x_i h_i > 0 at every unit
/// Throws RunError where the weights or biases are not finite.
inline void record_stability(const ConstMatrixView& weights, const ConstVectorView& biases, const Matrix& patterns,
                             Recorder& recorder) {
  Matrix aligned(patterns.rows(), patterns.cols());
  aligned.noalias() = weights * patterns;
  aligned.colwise() += biases;
  aligned.array() *= patterns.array();
  if (!aligned.allFinite()) {
    throw RunError("learning left the finite numbers: the values of the patterns are too large");
  }
  // Below this, rounding has its say on which side of zero a field is.
  const double largest_sum = weights.cwiseAbs().colwise().sum().maxCoeff() + biases.cwiseAbs().maxCoeff();
  const auto stable = (aligned.colwise().minCoeff().array() > 1e-12 * largest_sum).count();
  recorder.scalar("stability", aligned.minCoeff(), "1",
                  "Smallest x_i h_i over the units and patterns, with the field h = W x + b.");
  recorder.scalar(
      "patterns_stable", static_cast<double>(stable) / static_cast<double>(patterns.cols()), "1",
      "Fraction of the patterns whose every unit lies in a field of its own sign: sign(W x + b) = sign(x).");
}

}  // namespace engram
