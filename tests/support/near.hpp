// Relative closeness of arrays: the largest difference, measured against the largest number expected.
#pragma once

#include <algorithm>

#include <engram/array.hpp>

namespace engram::test {

inline double relative_difference(const ConstMatrixView& found, const ConstMatrixView& expected) {
  if (found.rows() != expected.rows() || found.cols() != expected.cols() || !found.allFinite()) {
    return 1e300;
  }
  return (found - expected).cwiseAbs().maxCoeff() / std::max(expected.cwiseAbs().maxCoeff(), 1e-300);
}

}  // namespace engram::test
