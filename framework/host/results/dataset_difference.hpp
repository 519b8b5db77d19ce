// How two datasets differ, in words.
#pragma once

#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::results {

/// How far real numbers may differ: by `absolute`, or by `relative` times the larger one. If both are 0, the bits
/// must be the same. All NaNs count as equal.
struct Tolerance {
  double absolute = 0.0;
  double relative = 0.0;
};

/// A sentence for each of dimensions, unit, and shape, kind or values that differs; empty if the datasets are the
/// same.
std::vector<std::string> differences(const Dataset& a, const Dataset& b, const Tolerance& tolerance = {});

}  // namespace engram::results
