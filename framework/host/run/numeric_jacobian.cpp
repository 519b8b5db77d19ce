#include "run/numeric_jacobian.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace engram::run {

void numeric_jacobian(const OffersFlow& model, const ConstVectorView& state, MatrixView jacobian) {
  const Index size = state.size();
  // The states with one changed entry are computed in batches that are small compared with the Jacobian.
  const Index width = std::min<Index>(size, 128);
  const std::unique_ptr<Flow> flow = model.flow(2 * width);
  // The step balances truncation against cancellation.
  const double relative = std::cbrt(std::numeric_limits<double>::epsilon());
  Matrix states(size, 2 * width);
  Matrix derivatives(size, 2 * width);
  for (Index first = 0; first < size; first += width) {
    const Index count = std::min(width, size - first);
    states.colwise() = state;
    Vector distances(count);
    for (Index i = 0; i < count; ++i) {
      const double step = relative * (1.0 + std::fabs(state[first + i]));
      states(first + i, 2 * i) += step;
      states(first + i, 2 * i + 1) -= step;
      // Because of rounding, the change is not exactly `step`.
      distances[i] = states(first + i, 2 * i) - states(first + i, 2 * i + 1);
    }
    flow->derivative(states, derivatives);
    for (Index i = 0; i < count; ++i) {
      jacobian.col(first + i) = (derivatives.col(2 * i) - derivatives.col(2 * i + 1)) / distances[i];
    }
  }
}

}  // namespace engram::run
