// One number from many: of the entries of a cell, and of several cells with an interval around it.
#pragma once

#include <vector>

#include "claims/claim.hpp"

namespace engram::claims {

bool compares(Comparison comparison, double measured, double bound, double tolerance);

/// The selected numbers of a cell as one. A single NaN makes the result NaN, so that a claim never passes with
/// missing numbers. Throws RequestError if there are none, or if `reduce: last` leaves several.
double reduced(const Claim& claim, const std::vector<double>& numbers);

/// `low` and `high` are the ends of the interval that covers the mean, or the slope, with 95 % (Student's t); NaN if
/// there is none.
struct Combined {
  double number = 0.0;
  double low = 0.0;
  double high = 0.0;
};

/// Combines the numbers of cells as the claim says; `along` has the place of each cell for slope and crossing. A
/// single NaN makes the result NaN. A crossing that does not exist is NaN. Throws RequestError if there are too few
/// cells, or numbers without a logarithm.
Combined combined(const Claim& claim, const std::vector<double>& numbers, const std::vector<double>& along);

double median_of(std::vector<double> numbers);

}  // namespace engram::claims
