// Explicit Euler: steps of one fixed length along the rate at the start of each.
#include <algorithm>
#include <cmath>

#include <engram/kernel.hpp>
#include <engram/plugin.hpp>
#include <engram/words.hpp>

namespace engram::plugins {

class EulerStepper : public Stepper {
 public:
  EulerStepper(Flow& flow, double time_step, Index state_size, Index trials)
      : flow_(flow), time_step_(time_step), derivatives_(state_size, trials) {}

  void advance(double from, double to, MatrixView states) override {
    // A stretch that is no whole number of steps is divided into equal ones, none longer than asked for.
    const double steps = (to - from) / time_step_;
    if (!(steps < most_steps)) {
      throw RunError("euler would need " + number_text(steps) + " steps of " + number_text(time_step_) +
                     " s from one sample to the next");
    }
    const double rounded = std::round(steps);
    const bool whole = std::fabs(steps - rounded) < 1e-9 * std::max(steps, 1.0) + 1e-14 * to / time_step_;
    const auto count = static_cast<Index>(whole && rounded > 0.0 ? rounded : std::ceil(steps));
    const double step = whole && rounded > 0.0 ? time_step_ : (to - from) / static_cast<double>(count);
    for (Index i = 0; i < count; ++i) {
      flow_.derivative(states, derivatives_);
      for (Index trial = 0; trial < states.cols(); ++trial) {
        kernel::add_scaled(step, derivatives_.col(trial).data(), states.col(trial).data(), states.rows());
      }
    }
  }

 private:
  /// Whole numbers are exact in double precision far beyond this.
  static constexpr double most_steps = 1e15;

  Flow& flow_;
  double time_step_;
  Matrix derivatives_;
};

struct Euler : Integrator {
  double step = 1e-3;

  static auto params() {
    return engram::params<Euler>().add(&Euler::step, "time_step", "s", "Length of a step.", {.above = 0});
  }

  [[nodiscard]] std::optional<double> time_step() const override { return step; }
  [[nodiscard]] std::unique_ptr<Stepper> stepper(Flow& flow, Index state_size, Index trials) const override {
    return std::make_unique<EulerStepper>(flow, step, state_size, trials);
  }
};

}  // namespace engram::plugins

ENGRAM_PLUGINS(engram::integrator<engram::plugins::Euler>("euler", "Explicit Euler steps of fixed length.")
                   .with_equation("x(t + h) = x(t) + h F(x(t))"));
