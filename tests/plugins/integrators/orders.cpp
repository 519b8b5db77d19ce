// Orders of convergence, and agreement with an independent implementation.
#include <cmath>
#include <memory>
#include <vector>

#include <boost/numeric/odeint.hpp>

#include "catch.hpp"
#include "integrators.hpp"

using namespace engram;

namespace {

/// A pendulum: dx/dt = y, dy/dt = -sin(x); one more trial does not change the others.
struct Pendulum : Flow {
  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    derivatives.row(0) = states.row(1);
    derivatives.row(1) = -states.row(0).array().sin();
  }
};

/// dx/dt = x^2, which becomes infinite at t = 1 / x(0).
struct Exploding : Flow {
  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    derivatives = states.array().square();
  }
};

Matrix moved(const Integrator& integrator, Matrix states, double to) {
  Pendulum flow;
  integrator.stepper(flow, states.rows(), states.cols())->advance(0.0, to, states);
  return states;
}

using State = std::vector<double>;
void pendulum(const State& x, State& dxdt, double /*t*/) {
  dxdt = {x[1], -std::sin(x[0])};
}

const Matrix start = (Matrix(2, 1) << 1.0, 0.3).finished();

/// The solution with a tolerance far below all others.
Matrix truth(double to) {
  State state{1.0, 0.3};
  boost::numeric::odeint::integrate_adaptive(
      boost::numeric::odeint::make_controlled<boost::numeric::odeint::runge_kutta_dopri5<State>>(1e-14, 1e-14),
      pendulum, state, 0.0, to, 1e-3);
  return (Matrix(2, 1) << state[0], state[1]).finished();
}

}  // namespace

TEST_CASE("rk4: half the step leaves a sixteenth of the error") {
  Rk4 integrator;
  integrator.step = 0.1;
  const double coarse = (moved(integrator, start, 5.0) - truth(5.0)).norm();
  integrator.step = 0.05;
  const double fine = (moved(integrator, start, 5.0) - truth(5.0)).norm();
  CHECK(coarse / fine == Approx(16.0).epsilon(0.15));
}

TEST_CASE("rk4: the same steps as an independent implementation") {
  Rk4 integrator;
  integrator.step = 0.1;
  State state{1.0, 0.3};
  boost::numeric::odeint::integrate_n_steps(boost::numeric::odeint::runge_kutta4<State>(), pendulum, state, 0.0, 0.1,
                                            50);
  const Matrix end = moved(integrator, start, 5.0);
  CHECK(end(0, 0) == Approx(state[0]).epsilon(1e-12));
  CHECK(end(1, 0) == Approx(state[1]).epsilon(1e-12));
}

TEST_CASE("dormand_prince: the error follows the tolerance") {
  DormandPrince integrator;
  for (const double tolerance : {1e-4, 1e-7, 1e-10}) {
    integrator.relative_tolerance = tolerance;
    integrator.absolute_tolerance = tolerance;
    const double error = (moved(integrator, start, 5.0) - truth(5.0)).norm();
    CHECK(error < 20.0 * tolerance);
    CHECK(error > 1e-4 * tolerance);
  }
}

TEST_CASE("dormand_prince: every trial goes its own way, whatever company it is in") {
  DormandPrince integrator;
  Matrix together(2, 3);
  together << 1.0, 2.0, 0.001, 0.3, 1.5, 0.0;
  const Matrix ends = moved(integrator, together, 7.0);
  for (Index trial = 0; trial < 3; ++trial) {
    CHECK(moved(integrator, together.col(trial), 7.0) == ends.col(trial));
  }
}

TEST_CASE("dormand_prince: a trial that becomes infinite keeps no other one waiting") {
  DormandPrince integrator;
  Exploding flow;
  Matrix states = (Matrix(1, 2) << 1.0, 0.1).finished();
  integrator.stepper(flow, 1, 2)->advance(0.0, 2.0, states);
  CHECK_FALSE(std::isfinite(states(0, 0)));
  CHECK(states(0, 1) == Approx(0.125).epsilon(1e-5));
}

TEST_CASE("dormand_prince: gives up in words") {
  DormandPrince integrator;
  integrator.max_steps = 3;
  CHECK_THROWS_WITH(moved(integrator, start, 100.0),
                    Catch::Matchers::StartsWith("dormand_prince took 3 steps from 0 s and is at ") &&
                        Catch::Matchers::EndsWith("larger tolerances or max_steps would let it go on"));
}
