#include "results/sample.hpp"

#include <cmath>
#include <numeric>

namespace engram::results {

Sample sample_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return {values.size(), mean, values.size() < 2 ? 0 : std::sqrt(squares / (count - 1))};
}

}  // namespace engram::results
