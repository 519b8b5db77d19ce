// The method of Dormand and Prince: order 5, with a step length that follows from an error estimate of order 4.
//
// Source: J. R. Dormand, P. J. Prince, A family of embedded Runge-Kutta formulae, J. Comp. Appl. Math. 6, 19 (1980).
//
// Every trial has its own step, so that its result does not depend on the other trials; the stages of all trials are
// computed in one batch. A trial that has arrived takes steps of length zero until all have arrived.
#include <algorithm>
#include <array>
#include <cmath>

#include <engram/plugin.hpp>
#include <engram/words.hpp>

using namespace engram;

struct DormandPrince : Integrator {
  double relative_tolerance = 1e-6;
  double absolute_tolerance = 1e-9;
  double first_step = 1e-3;
  double max_steps = 1e7;

  static auto params() {
    return engram::params<DormandPrince>()
        .add(&DormandPrince::relative_tolerance, "relative_tolerance", "1",
             "Error of a step that is allowed, as a part of each value.", {.min = 1e-14, .max = 0.1})
        .add(&DormandPrince::absolute_tolerance, "absolute_tolerance", "1",
             "Error that is allowed besides, whatever the value.", {.above = 0})
        .add(&DormandPrince::first_step, "first_step", "s", "Length of the first step that is tried.", {.above = 0})
        .add(&DormandPrince::max_steps, "max_steps", "1", "Steps from one sample to the next after which to give up.",
             {.min = 1});
  }

  int order() const override { return 5; }
  std::unique_ptr<Stepper> stepper(Flow& flow, Index state_size, Index trials) const override;
};

class DormandPrinceStepper : public Stepper {
 public:
  DormandPrinceStepper(const DormandPrince& settings, Flow& flow, Index state_size, Index trials)
      : settings_(settings),
        flow_(flow),
        steps_(Vector::Constant(trials, settings.first_step)),
        times_(trials),
        lengths_(trials),
        stage_(state_size, trials) {
    slopes_.fill(Matrix(state_size, trials));
  }

  void advance(double from, double to, MatrixView states) override {
    times_.setConstant(from);
    // The states may have been changed from outside, so the first slope is computed again.
    flow_.derivative(states, slopes_[0]);
    for (double count = 0.0; (times_.array() < to).any(); ++count) {
      if (count >= settings_.max_steps) {
        throw RunError("dormand_prince took " + number_text(count) + " steps from " + number_text(from) +
                       " s and is at " + number_text(times_.minCoeff()) +
                       " s; larger tolerances or max_steps would let it go on");
      }
      step(to, states);
    }
  }

 private:
  static constexpr int stages = 7;
  static constexpr std::array<std::array<double, 6>, stages - 1> coefficients{{
      {1.0 / 5},
      {3.0 / 40, 9.0 / 40},
      {44.0 / 45, -56.0 / 15, 32.0 / 9},
      {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
      {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
      {35.0 / 384, 0.0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
  }};
  /// Weights of order 5 minus those of order 4.
  static constexpr std::array<double, stages> error_weights{71.0 / 57600,      0.0,        -71.0 / 16695, 71.0 / 1920,
                                                            -17253.0 / 339200, 22.0 / 525, -1.0 / 40};

  /// Tries one step of every trial that has not arrived. The last stage is the new state, and its slope is the first
  /// slope of the next step.
  void step(double to, MatrixView states) {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      const double left = to - times_[trial];
      lengths_[trial] = std::max(0.0, std::min(steps_[trial], left));
    }
    for (int stage = 1; stage < stages; ++stage) {
      for (Index trial = 0; trial < states.cols(); ++trial) {
        auto column = stage_.col(trial);
        column = states.col(trial);
        for (int earlier = 0; earlier < stage; ++earlier) {
          const double weight = coefficients[index(stage - 1)][index(earlier)];
          if (weight != 0.0) {
            column += lengths_[trial] * weight * slopes_[index(earlier)].col(trial);
          }
        }
      }
      flow_.derivative(stage_, slopes_[index(stage)]);
    }
    for (Index trial = 0; trial < states.cols(); ++trial) {
      if (times_[trial] < to) {
        finish(trial, to, states);
      }
    }
  }

  /// Accepts or rejects the step of one trial, and chooses the length of its next step.
  void finish(Index trial, double to, MatrixView states) {
    const double error = error_of(trial, states);
    if (!std::isfinite(error)) {
      shorten(trial, to, states);
      return;
    }
    if (error <= 1.0) {
      const bool arrives = lengths_[trial] >= to - times_[trial];
      times_[trial] = arrives ? to : times_[trial] + lengths_[trial];
      states.col(trial) = stage_.col(trial);
      slopes_[0].col(trial) = slopes_[stages - 1].col(trial);
      // The last step to `to` may be shortened, and then its length is no guide for the next step.
      if (arrives && lengths_[trial] < steps_[trial] && error < 0.5) {
        return;
      }
    }
    const double factor = error == 0.0 ? 5.0 : std::clamp(0.9 * std::pow(error, -0.2), 0.2, 5.0);
    steps_[trial] = lengths_[trial] * factor;
  }

  /// Shortens a step whose result was not finite, to try it again. A trial for which no step is short enough becomes
  /// NaN and counts as arrived, so that the other trials can go on.
  void shorten(Index trial, double to, MatrixView states) {
    steps_[trial] = lengths_[trial] / 10.0;
    if (!states.col(trial).allFinite() || steps_[trial] < 1e-15 * std::max(1.0, std::fabs(to))) {
      states.col(trial).setConstant(std::numeric_limits<double>::quiet_NaN());
      times_[trial] = to;
    }
  }

  /// The root mean square of the error, each entry divided by its own tolerance.
  [[nodiscard]] double error_of(Index trial, const MatrixView& states) const {
    double sum = 0.0;
    for (Index i = 0; i < states.rows(); ++i) {
      double error = 0.0;
      for (int stage = 0; stage < stages; ++stage) {
        error += error_weights[index(stage)] * slopes_[index(stage)](i, trial);
      }
      const double size = std::max(std::fabs(states(i, trial)), std::fabs(stage_(i, trial)));
      const double part =
          lengths_[trial] * error / (settings_.absolute_tolerance + settings_.relative_tolerance * size);
      sum += part * part;
    }
    return std::sqrt(sum / static_cast<double>(states.rows()));
  }

  static constexpr std::size_t index(int i) { return static_cast<std::size_t>(i); }

  const DormandPrince& settings_;
  Flow& flow_;
  Vector steps_;    ///< the step that each trial tries next, s
  Vector times_;    ///< the time of each trial, s
  Vector lengths_;  ///< of the present step, s; 0 for a trial that has arrived
  Matrix stage_;
  std::array<Matrix, stages> slopes_;
};

inline std::unique_ptr<Stepper> DormandPrince::stepper(Flow& flow, Index state_size, Index trials) const {
  return std::make_unique<DormandPrinceStepper>(*this, flow, state_size, trials);
}

ENGRAM_PLUGINS(integrator<DormandPrince>(
                   "dormand_prince", "Adaptive Runge-Kutta steps of order 5, with a separate step for each trial.")
                   .with_source("J. R. Dormand, P. J. Prince, J. Comp. Appl. Math. 6, 19 (1980)"));
