#include "claims/combine.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>
#include <engram/words.hpp>

#include "results/sample.hpp"

namespace engram::claims {

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

Combined mean_with_interval(const std::vector<double>& numbers) {
  const results::Sample sample = results::sample_of(numbers);
  if (sample.count < 2) {
    return {sample.mean, no_number, no_number};
  }
  const double half = results::confidence_of(sample);
  return {sample.mean, sample.mean - half, sample.mean + half};
}

/// Logarithms of positive numbers.
std::vector<double> logarithms(const std::vector<double>& numbers, const std::string& name) {
  std::vector<double> logs;
  for (const double number : numbers) {
    if (!(number > 0.0)) {
      throw RequestError(fmt::format("combine: slope takes logarithms, and {} is {} in one of the cells", name,
                                     number_text(number)));
    }
    logs.push_back(std::log(number));
  }
  return logs;
}

/// The least-squares line through points, with the interval of its slope.
Combined slope_of(const Claim& claim, const std::vector<double>& numbers, const std::vector<double>& along) {
  const std::vector<double> x = logarithms(along, claim.along);
  const std::vector<double> y = logarithms(numbers, "what is measured");
  const auto count = static_cast<double>(x.size());
  const double mean_x = results::sample_of(x).mean;
  const double mean_y = results::sample_of(y).mean;
  double xx = 0.0;
  double xy = 0.0;
  for (std::size_t at = 0; at < x.size(); ++at) {
    xx += (x[at] - mean_x) * (x[at] - mean_x);
    xy += (x[at] - mean_x) * (y[at] - mean_y);
  }
  if (!(xx > 0.0)) {
    throw RequestError(fmt::format("combine: slope needs cells with different {}", claim.along));
  }
  const double slope = xy / xx;
  if (x.size() < 3) {
    return {slope, no_number, no_number};
  }
  double rest = 0.0;
  for (std::size_t at = 0; at < x.size(); ++at) {
    const double residual = y[at] - mean_y - slope * (x[at] - mean_x);
    rest += residual * residual;
  }
  const double half = results::student_95(count - 2) * std::sqrt(rest / (count - 2) / xx);
  return {slope, slope - half, slope + half};
}

/// The first place at which straight lines between the means cross the level.
double crossing_of(const Claim& claim, const std::vector<double>& numbers, const std::vector<double>& along) {
  std::map<double, std::vector<double>> places;
  for (std::size_t at = 0; at < numbers.size(); ++at) {
    places[along[at]].push_back(numbers[at]);
  }
  std::vector<std::pair<double, double>> means;
  for (const auto& [place, members] : places) {
    means.emplace_back(place, results::sample_of(members).mean - claim.level);
  }
  for (std::size_t at = 0; at < means.size(); ++at) {
    if (means[at].second == 0.0) {
      return means[at].first;
    }
    if (at > 0 && (means[at - 1].second < 0.0) != (means[at].second < 0.0)) {
      const auto& [x, y] = means[at - 1];
      return x - y * (means[at].first - x) / (means[at].second - y);
    }
  }
  return no_number;
}

}  // namespace

double median_of(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  const std::size_t half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[half] : 0.5 * (numbers[half - 1] + numbers[half]);
}

bool compares(Comparison comparison, double measured, double bound, double tolerance) {
  switch (comparison) {
    case Comparison::below:
      return measured < bound;
    case Comparison::at_most:
      return measured <= bound;
    case Comparison::above:
      return measured > bound;
    case Comparison::at_least:
      return measured >= bound;
    case Comparison::equals:
      return std::fabs(measured - bound) <= tolerance;
  }
  return false;
}

double reduced(const Claim& claim, const std::vector<double>& numbers) {
  if (numbers.empty()) {
    throw RequestError(fmt::format("the claim selects nothing from dataset '{}'", claim.dataset));
  }
  if (std::ranges::any_of(numbers, [](double number) { return std::isnan(number); })) {
    return no_number;
  }
  const auto count = static_cast<double>(numbers.size());
  const auto counted = static_cast<double>(std::ranges::count_if(
      numbers, [&](double number) { return compares(claim.counted, number, claim.threshold, claim.tolerance); }));
  switch (claim.reduce) {
    case Reduction::min:
      return *std::ranges::min_element(numbers);
    case Reduction::max:
      return *std::ranges::max_element(numbers);
    case Reduction::mean:
      return std::accumulate(numbers.begin(), numbers.end(), 0.0) / count;
    case Reduction::median:
      return median_of(numbers);
    case Reduction::last:
      if (numbers.size() != 1) {
        throw RequestError(
            fmt::format("`reduce: last` leaves {} of dataset '{}' and not one; choose among "
                        "them with `select` or `target`, or take min, max, mean or median of those at "
                        "'last'",
                        engram::counted(numbers.size(), "number"), claim.dataset));
      }
      return numbers.front();
    case Reduction::fraction:
      return counted / count;
    case Reduction::count:
      return counted;
  }
  return no_number;
}

Combined combined(const Claim& claim, const std::vector<double>& numbers, const std::vector<double>& along) {
  const auto is_nan = [](double number) { return std::isnan(number); };
  if (numbers.empty() || std::ranges::any_of(numbers, is_nan) || std::ranges::any_of(along, is_nan)) {
    return {no_number, no_number, no_number};
  }
  switch (claim.combine) {
    case Combination::mean:
      return mean_with_interval(numbers);
    case Combination::median:
      return {median_of(numbers), no_number, no_number};
    case Combination::min:
      return {*std::ranges::min_element(numbers), no_number, no_number};
    case Combination::max:
      return {*std::ranges::max_element(numbers), no_number, no_number};
    case Combination::slope:
      return slope_of(claim, numbers, along);
    case Combination::crossing:
      return {crossing_of(claim, numbers, along), no_number, no_number};
  }
  return {no_number, no_number, no_number};
}

}  // namespace engram::claims
