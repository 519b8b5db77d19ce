// The classical Runge-Kutta method of order 4, with steps of fixed length.
#include <complex>
#include <optional>

#include <engram/kernel.hpp>
#include <engram/plugin.hpp>
#include <engram/steps.hpp>

using namespace engram;

class Rk4Stepper : public Stepper {
 public:
  Rk4Stepper(Flow& flow, double time_step, Index state_size, Index trials)
      : flow_(flow),
        time_step_(time_step),
        slope_(state_size, trials),
        slopes_(state_size, trials),
        stage_(state_size, trials) {}

  void advance(double from, double to, MatrixView states) override {
    const auto [count, step] = steps_between(from, to, time_step_, "rk4");
    for (Index i = 0; i < count; ++i) {
      flow_.derivative(states, slopes_);
      next_stage(states, slopes_, step / 2.0);
      slopes_ += 2.0 * slope_;
      next_stage(states, slope_, step / 2.0);
      slopes_ += 2.0 * slope_;
      next_stage(states, slope_, step);
      slopes_ += slope_;
      states += step / 6.0 * slopes_;
    }
  }

 private:
  /// Computes the slope at `states` + `step` * `along`.
  void next_stage(const MatrixView& states, const Matrix& along, double step) {
    stage_ = states + step * along;
    flow_.derivative(stage_, slope_);
  }

  Flow& flow_;
  double time_step_;
  Matrix slope_;
  Matrix slopes_;  ///< weighted sum of the slopes
  Matrix stage_;
};

struct Rk4 : Integrator {
  double step = 1e-3;

  static auto params() {
    return engram::params<Rk4>().add(&Rk4::step, "time_step", "s", "Length of a step.", {.above = 0});
  }

  std::optional<double> time_step() const override { return step; }
  int order() const override { return 4; }
  std::optional<std::complex<double>> stability(std::complex<double> z) const override {
    return 1.0 + z * (1.0 + z / 2.0 * (1.0 + z / 3.0 * (1.0 + z / 4.0)));
  }
  std::unique_ptr<Stepper> stepper(Flow& flow, Index state_size, Index trials) const override {
    return std::make_unique<Rk4Stepper>(flow, step, state_size, trials);
  }
};

ENGRAM_PLUGINS(integrator<Rk4>("rk4", "Classical Runge-Kutta steps of fixed length, order 4.")
                   .with_equation("x(t + h) = x(t) + h/6 (k1 + 2 k2 + 2 k3 + k4)"));
