// Values of one quantity: how many there are, their mean and their deviation.
#pragma once

#include <cstddef>
#include <vector>

namespace engram::results {

struct Sample {
  std::size_t count = 0;
  double mean = 0;
  double deviation = 0;  ///< standard deviation, by n - 1; 0 for one value
};

/// The mean of no values is NaN.
Sample sample_of(const std::vector<double>& values);

/// Student's t at 97.5 % for so many degrees of freedom: intervals of this many standard errors to each side cover
/// with 95 %.
double student_95(double freedom);

/// Half of the interval around the mean of a sample that covers the mean of what it was drawn from with 95 %
/// (Student's t); 0 for one value.
double confidence_of(const Sample& sample);

}  // namespace engram::results
