#include "study/math_library.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "store/sha256.hpp"

namespace engram::study {

namespace {

/// Called through pointers, so that the compiler cannot compute the values itself.
using Function = double (*)(double);

double power(double x) {
  return std::pow(std::abs(x), std::numbers::phi);
}

double angle(double x) {
  return std::atan2(x, std::numbers::phi);
}

std::string compute_checksum() {
  static const std::array<Function, 16> functions = {
      std::exp,  std::expm1, std::log,  std::log1p, std::sin, std::cos,  std::tan, std::sinh,
      std::cosh, std::tanh,  std::atan, std::asinh, std::erf, std::cbrt, power,    angle};
  constexpr int arguments = 600;
  constexpr std::size_t digits = 16;
  store::Sha256 sum;
  for (const Function& function : functions) {
    std::array<double, arguments> values{};
    for (int at = 0; at < arguments; ++at) {
      // Multiples of the golden ratio are spread evenly over an interval, here from -12 to 12.
      const double fraction = std::fmod((at + 1) * std::numbers::phi, 1.0);
      const double value = function(24.0 * fraction - 12.0);
      values.at(static_cast<std::size_t>(at)) = std::isnan(value) ? 0.0 : value;
    }
    sum.add(values.data(), sizeof values);
  }
  return sum.words().substr(0, digits);
}

}  // namespace

const std::string& math_checksum() {
  static const std::string checksum = compute_checksum();
  return checksum;
}

}  // namespace engram::study
