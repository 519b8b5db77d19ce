// Models whose Lyapunov exponents are known.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <Eigen/LU>

#include <engram/facets.hpp>
#include <engram/model.hpp>

namespace engram::test {

/// The common part of models without weights, whose states are patterns.
template <Index Size>
struct Bare : Model {
  [[nodiscard]] Index units() const override { return Size; }
  [[nodiscard]] Index state_size() const override { return Size; }
  void initialise(RandomStream& /*random*/) override {}
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void record(Recorder& /*recorder*/) const override {}
};

/// A flow by a function of a state that gives its derivative.
template <class F>
struct FlowBy : Flow {
  explicit FlowBy(F function) : f(std::move(function)) {}
  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      derivatives.col(trial) = f(states.col(trial));
    }
  }
  F f;
};

/// The system of Lorenz with sigma = 10, rho = 28, beta = 8/3. Its exponent is 0.9056 per second: J. C. Sprott, Chaos
/// and Time-Series Analysis (Oxford, 2003), appendix A.
struct Lorenz : Bare<3>, OffersFlow {
  [[nodiscard]] std::unique_ptr<Flow> flow(Index /*trials*/) const override {
    const auto f = [](const ConstVectorView& x) {
      return Vector{{10.0 * (x[1] - x[0]), x[0] * (28.0 - x[2]) - x[1], x[0] * x[1] - 8.0 / 3.0 * x[2]}};
    };
    return std::make_unique<FlowBy<decltype(f)>>(f);
  }
};

/// dx/dt = A x, where the eigenvalues of A are -1 + 20i, -1 - 20i and `slow`; in no convenient directions.
struct LinearFlow : Bare<3>, OffersFlow {
  explicit LinearFlow(double slow) {
    const Matrix basis{{1.0, 0.5, 0.2}, {0.0, 1.0, -0.4}, {0.3, 0.0, 1.0}};
    const Matrix blocks{{-1.0, -20.0, 0.0}, {20.0, -1.0, 0.0}, {0.0, 0.0, slow}};
    A = basis * blocks * basis.inverse();
  }
  [[nodiscard]] std::unique_ptr<Flow> flow(Index /*trials*/) const override {
    const auto f = [this](const ConstVectorView& x) { return Vector(A * x); };
    return std::make_unique<FlowBy<decltype(f)>>(f);
  }
  Matrix A;
};

/// Updates by a function of a state and the stream of its trial.
template <class F>
struct UpdatesBy : Updates {
  explicit UpdatesBy(F function) : f(std::move(function)) {}
  void update(MatrixView states, const Mask& /*held*/, std::vector<RandomStream>& random) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      states(0, trial) = f(states(0, trial), random[static_cast<std::size_t>(trial)]);
    }
  }
  F f;
};

/// The logistic map x <- 4 x (1 - x), whose exponent is ln 2 per update.
struct LogisticMap : Bare<1>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    const auto f = [](double x, RandomStream& /*random*/) { return 4.0 * x * (1.0 - x); };
    return std::make_unique<UpdatesBy<decltype(f)>>(f);
  }
};

/// x <- x / 2 + noise, whose exponent is -ln 2 per update; where x is high it takes one more number from its stream.
struct NoisyHalving : Bare<1>, OffersUpdates {
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    const auto f = [](double x, RandomStream& random) {
      const double next = 0.5 * x + random.normal();
      if (x > 0.0) {
        random.normal();
      }
      return next;
    };
    return std::make_unique<UpdatesBy<decltype(f)>>(f);
  }
};

}  // namespace engram::test
