#include "results/sample.hpp"

#include <cmath>
#include <numeric>

#include <boost/math/distributions/students_t.hpp>

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

double student_95(double freedom) {
  return boost::math::quantile(boost::math::students_t(freedom), 0.975);
}

double confidence_of(const Sample& sample) {
  if (sample.count < 2) {
    return 0.0;
  }
  const auto count = static_cast<double>(sample.count);
  return sample.deviation / std::sqrt(count) * student_95(count - 1);
}

}  // namespace engram::results
