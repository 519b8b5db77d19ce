
#include <cmath>

#include "catch.hpp"
#include "integrators.hpp"

using namespace engram;

namespace {

/// dx/dt = -k x, and the number of times that it was asked.
struct Decay : Flow {
  double k = 1.0;
  int calls = 0;
  void derivative(const ConstMatrixView& states, MatrixView rates) override {
    ++calls;
    rates = -k * states;
  }
};

double decay_after(double time_step, double duration, int& calls) {
  Decay flow;
  Euler euler;
  euler.step = time_step;
  Matrix states = Matrix::Ones(1, 1);
  euler.stepper(flow, 1, 1)->advance(0.0, duration, states);
  calls = flow.calls;
  return states(0, 0);
}

}  // namespace

TEST_CASE("euler: takes the steps of the explicit method") {
  int calls = 0;
  CHECK(decay_after(0.1, 1.0, calls) == Approx(std::pow(0.9, 10)).epsilon(1e-14));
  CHECK(calls == 10);
}

TEST_CASE("euler: converges with the first power of the step") {
  int calls = 0;
  const double coarse = std::fabs(decay_after(1e-2, 1.0, calls) - std::exp(-1.0));
  const double fine = std::fabs(decay_after(1e-3, 1.0, calls) - std::exp(-1.0));
  CHECK(coarse / fine == Approx(10.0).epsilon(0.01));
}

TEST_CASE("euler: a stretch that is no whole number of steps takes shorter ones and ends where asked") {
  int calls = 0;
  CHECK(decay_after(0.3, 1.0, calls) == Approx(std::pow(0.75, 4)).epsilon(1e-14));
  CHECK(calls == 4);
  CHECK(decay_after(2.0, 1.0, calls) == Approx(0.0).margin(1e-15));
  CHECK(calls == 1);
  CHECK(decay_after(0.1, 0.0, calls) == 1.0);
  CHECK(calls == 0);
}

TEST_CASE("euler: the number of samples does not change the steps") {
  Decay flow;
  Euler euler;
  Matrix at_once = Matrix::Ones(1, 1);
  Matrix in_samples = Matrix::Ones(1, 1);
  euler.stepper(flow, 1, 1)->advance(0.0, 10.0, at_once);
  const auto stepper = euler.stepper(flow, 1, 1);
  for (int sample = 0; sample < 1000; ++sample) {
    stepper->advance(sample * 0.01, (sample + 1) * 0.01, in_samples);
  }
  CHECK(at_once == in_samples);
}
