// Integrators that break laws: Euler's method with one flaw each.
#include <algorithm>
#include <cmath>
#include <complex>
#include <optional>

#include <engram/plugin.hpp>
#include <engram/steps.hpp>

namespace engram::test {

template <class Self>
struct Method : Integrator {
  double step = 1e-3;
  static auto params() {
    return engram::params<Self>().add(static_cast<double Self::*>(&Method::step), "time_step", "s",
                                      "Length of a step.", {.above = 0});
  }
  [[nodiscard]] std::optional<double> time_step() const override { return step; }
  [[nodiscard]] std::unique_ptr<Stepper> stepper(Flow& flow, Index state_size, Index trials) const override {
    return std::make_unique<EulerStepper>(static_cast<const Self&>(*this), flow, state_size, trials);
  }

  struct EulerStepper : Stepper {
    EulerStepper(const Self& method, Flow& flow, Index state_size, Index trials)
        : rule(method), followed(flow), slopes(state_size, trials) {}
    void advance(double from, double to, MatrixView states) override {
      const auto [count, length] = steps_between(from, to, rule.step, "a lawless integrator");
      for (Index at = 0; at < count; ++at) {
        followed.derivative(states, slopes);
        rule.move(at, length, slopes, states);
      }
    }
    const Self& rule;
    Flow& followed;
    Matrix slopes;
  };
};

struct BreaksOrder : Method<BreaksOrder> {
  [[nodiscard]] int order() const override { return 2; }
  void move(Index /*at*/, double length, const Matrix& slope, MatrixView states) const { states += length * slope; }
};

/// All trials take the step of the fastest trial.
struct BreaksBatch : Method<BreaksBatch> {
  void move(Index /*at*/, double length, const Matrix& slope, MatrixView states) const {
    states += length / (1.0 + length * slope.cwiseAbs().maxCoeff()) * slope;
  }
};

/// Promises the stability of a method without error.
struct BreaksStability : Method<BreaksStability> {
  [[nodiscard]] std::optional<std::complex<double>> stability(std::complex<double> z) const override {
    return std::exp(z);
  }
  void move(Index /*at*/, double length, const Matrix& slope, MatrixView states) const { states += length * slope; }
};

/// Starts each stretch with half a step.
struct BreaksPieces : Method<BreaksPieces> {
  void move(Index at, double length, const Matrix& slope, MatrixView states) const {
    states += (at == 0 ? 0.5 : 1.0) * length * slope;
  }
};

struct BreaksNan : Method<BreaksNan> {
  void move(Index /*at*/, double length, const Matrix& slope, MatrixView states) const {
    states += length * slope;
    states = states.unaryExpr([](double x) { return std::isnan(x) ? 0.0 : x; });
  }
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::integrator<engram::test::BreaksOrder>("breaks_order", "Promises order 2."),
               engram::integrator<engram::test::BreaksBatch>("breaks_batch", "Trials share a step."),
               engram::integrator<engram::test::BreaksStability>("breaks_stability", "Promises no error."),
               engram::integrator<engram::test::BreaksPieces>("breaks_pieces", "Begins with half a step."),
               engram::integrator<engram::test::BreaksNan>("breaks_nan", "Turns NaN into 0."));
