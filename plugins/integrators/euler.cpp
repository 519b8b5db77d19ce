// Explicit Euler: steps of fixed length along the rate at the start of each step.
#include <complex>
#include <optional>

#include <engram/kernel.hpp>
#include <engram/plugin.hpp>
#include <engram/steps.hpp>

using namespace engram;

class EulerStepper : public Stepper {
 public:
  EulerStepper(Flow& flow, double time_step, Index state_size, Index trials)
      : flow_(flow), time_step_(time_step), derivatives_(state_size, trials) {}

  void advance(double from, double to, MatrixView states) override {
    const auto [count, step] = steps_between(from, to, time_step_, "euler");
    for (Index i = 0; i < count; ++i) {
      flow_.derivative(states, derivatives_);
      for (Index trial = 0; trial < states.cols(); ++trial) {
        kernel::add_scaled(step, derivatives_.col(trial).data(), states.col(trial).data(), states.rows());
      }
    }
  }

 private:
  Flow& flow_;
  double time_step_;
  Matrix derivatives_;
};

struct Euler : Integrator {
  double step = 1e-3;

  static auto params() {
    return engram::params<Euler>().add(&Euler::step, "time_step", "s", "Length of a step.", {.above = 0});
  }

  std::optional<double> time_step() const override { return step; }
  std::optional<std::complex<double>> stability(std::complex<double> z) const override { return 1.0 + z; }
  std::unique_ptr<Stepper> stepper(Flow& flow, Index state_size, Index trials) const override {
    return std::make_unique<EulerStepper>(flow, step, state_size, trials);
  }
};

ENGRAM_PLUGINS(
    integrator<Euler>("euler", "Explicit Euler steps of fixed length.").with_equation("x(t + h) = x(t) + h F(x(t))"));
