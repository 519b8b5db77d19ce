// The laws of integrators, on problems with known solutions.
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <engram/integrator.hpp>

#include "conformance/law.hpp"
#include "conformance/network.hpp"

namespace engram::conformance {

namespace {

/// Three problems in one state: decay dx/dt = -x, logistic growth dy/dt = y (1 - y), and a rotation dz/dt = i z.
class KnownFlow : public Flow {
 public:
  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      derivatives(0, trial) = -states(0, trial);
      derivatives(1, trial) = states(1, trial) * (1.0 - states(1, trial));
      derivatives(2, trial) = -states(3, trial);
      derivatives(3, trial) = states(2, trial);
    }
  }
};

Matrix starts(Index trials) {
  Matrix states(4, trials);
  for (Index trial = 0; trial < trials; ++trial) {
    const double shift = 0.1 * static_cast<double>(trial);
    states.col(trial) << 1.0 + shift, 0.1 + 0.5 * shift, 1.0 - shift, shift;
  }
  return states;
}

Matrix solution(const Matrix& states, double time) {
  Matrix end = states;
  for (Index trial = 0; trial < states.cols(); ++trial) {
    const double growth = states(1, trial) * std::exp(time);
    end(0, trial) = states(0, trial) * std::exp(-time);
    end(1, trial) = growth / (1.0 - states(1, trial) + growth);
    end(2, trial) = states(2, trial) * std::cos(time) - states(3, trial) * std::sin(time);
    end(3, trial) = states(2, trial) * std::sin(time) + states(3, trial) * std::cos(time);
  }
  return end;
}

Matrix advanced(const Integrator& integrator, Matrix states, const std::vector<double>& times) {
  KnownFlow flow;
  const auto stepper = integrator.stepper(flow, states.rows(), states.cols());
  for (std::size_t at = 1; at < times.size(); ++at) {
    stepper->advance(times[at - 1], times[at], states);
  }
  return states;
}

double error_at_one(const Integrator& integrator) {
  const Matrix states = starts(3);
  return (advanced(integrator, states, {0.0, 1.0}) - solution(states, 1.0))
      .cwiseAbs()
      .maxCoeff<Eigen::PropagateNaN>();
}

/// The parameter that sets time_step(); empty if there is no such parameter.
std::string step_parameter(const Specimen& specimen) {
  for (const Parameter& parameter : specimen.plugin->parameters) {
    if (parameter.type == ValueType::real && parameter.unit == "s" && parameter.limits.allow(0.125) &&
        make<Integrator>(specimen.part.with(parameter.name, Value{0.125}))->time_step() == 0.125) {
      return parameter.name;
    }
  }
  return "";
}

std::string hold_fixed_order(const Specimen& specimen, const std::string& parameter) {
  const auto error = [&](double step) {
    return error_at_one(*make<Integrator>(specimen.part.with(parameter, Value{step})));
  };
  const int promised = make<Integrator>(specimen.part)->order();
  // High orders soon reach rounding errors, so they are measured with long steps.
  const double step = promised >= 5 ? 0.25 : 0.0625;
  const double coarse = error(step);
  const double fine = error(step / 2.0);
  if (!(coarse < 0.5)) {
    throw Broken(fmt::format("after one second of decay, growth and a turn it is off by {:.3g} with steps of {} s",
                             coarse, step));
  }
  if (fine < 1e-13) {
    return fmt::format("exact to {:.1e}", fine);
  }
  const double measured = std::log2(coarse / fine);
  if (measured < promised - 0.3) {
    throw Broken(
        fmt::format("halving the step of {} s takes the error from {:.3g} to {:.3g}, which is order {:.2f}, and "
                    "order() promises {}",
                    step, coarse, fine, measured, promised));
  }
  return fmt::format("order {:.2f}, promised {}", measured, promised);
}

std::string hold_order(const Specimen& specimen) {
  const std::string parameter = step_parameter(specimen);
  if (!parameter.empty()) {
    return hold_fixed_order(specimen, parameter);
  }
  const double error = error_at_one(*make<Integrator>(specimen.part));
  if (!(error < 1e-2)) {
    throw Broken(fmt::format(
        "after one second of decay, growth and a turn it is off by {:.3g} with its example's settings", error));
  }
  const Parameter* tolerance = specimen.plugin->find("relative_tolerance");
  if (tolerance == nullptr) {
    return fmt::format("error {:.1e}; it has no fixed step and no `relative_tolerance` to measure an order by",
                       error);
  }
  const auto error_with = [&](double value) {
    return error_at_one(*make<Integrator>(specimen.part.with("relative_tolerance", Value{value})));
  };
  const double loose = error_with(1e-4);
  const double tight = error_with(1e-8);
  if (!(tight < 0.1 * loose) && tight > 1e-8) {
    throw Broken(fmt::format(
        "a relative tolerance of 1e-8 in place of 1e-4 takes the error from {:.3g} to {:.3g} only", loose, tight));
  }
  return fmt::format("error {:.1e} at a tolerance of 1e-4, {:.1e} at 1e-8", loose, tight);
}

std::string hold_integrator_batch(const Specimen& specimen) {
  const auto integrator = make<Integrator>(specimen.part);
  const Matrix states = starts(5);
  const Matrix together = advanced(*integrator, states, {0.0, 0.5});
  for (Index trial = 0; trial < states.cols(); ++trial) {
    const Matrix alone = advanced(*integrator, states.col(trial), {0.0, 0.5});
    const double apart = largest_difference(together.col(trial), alone);
    if (apart > 1e-12) {
      throw Broken(
          fmt::format("trial {} ends elsewhere in a batch than alone, by {:.1e}; trials must not share a step "
                      "that depends on one of them",
                      trial, apart));
    }
  }
  return "five trials, each as it would be alone";
}

std::string hold_pieces(const Specimen& specimen) {
  const auto integrator = make<Integrator>(specimen.part);
  const Matrix states = starts(2);
  const Matrix whole = advanced(*integrator, states, {0.0, 1.0});
  const Matrix pieces = advanced(*integrator, states, {0.0, 0.25, 0.5, 1.0});
  const double apart = largest_difference(whole, pieces);
  // Fixed steps are the same in both runs; adaptive steps end at other times.
  const double allowed = integrator->time_step() ? 1e-9 : 1e-3;
  if (apart > allowed) {
    throw Broken(
        fmt::format("one second in one stretch and in three ends {:.1e} apart; samples must not change the "
                    "motion, and a stretch ends at its end",
                    apart));
  }
  const Matrix later = advanced(*integrator, states, {5.0, 6.0});
  if (largest_difference(whole, later) > allowed) {
    throw Broken("from 5 s to 6 s it moves differently than from 0 s to 1 s, and the flow does not depend on time");
  }
  return fmt::format("stretches add up to {:.1e}", apart);
}

std::string hold_integrator_nan(const Specimen& specimen) {
  const auto integrator = make<Integrator>(specimen.part);
  Matrix states = starts(3);
  const Matrix healthy = advanced(*integrator, states, {0.0, 0.25});
  states(0, 1) = std::numeric_limits<double>::quiet_NaN();
  const Matrix ill = advanced(*integrator, states, {0.0, 0.25});
  if (ill.col(1).allFinite()) {
    throw Broken("a state with NaN in it comes out finite");
  }
  if (largest_difference(ill.col(0), healthy.col(0)) > 1e-12 ||
      largest_difference(ill.col(2), healthy.col(2)) > 1e-12) {
    throw Broken("NaN in one trial changes its neighbours");
  }
  return "NaN stays visible, in its own trial";
}

/// One mode, dx/dt = lambda x, as a real and an imaginary part.
class Mode : public Flow {
 public:
  explicit Mode(std::complex<double> lambda) : lambda_(lambda) {}
  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    for (Index trial = 0; trial < states.cols(); ++trial) {
      const auto rate = lambda_ * std::complex<double>(states(0, trial), states(1, trial));
      derivatives(0, trial) = rate.real();
      derivatives(1, trial) = rate.imag();
    }
  }

 private:
  std::complex<double> lambda_;
};

std::string hold_stability(const Specimen& specimen) {
  const auto integrator = make<Integrator>(specimen.part);
  const std::optional<double> step = integrator->time_step();
  if (!step || !integrator->stability(0.0)) {
    throw Skipped(step ? "it declares no stability function (stability())" : "it has no fixed step");
  }
  double largest = 0.0;
  for (const std::complex<double> z : {std::complex(0.0), std::complex(-0.5), std::complex(0.0, 1.0),
                                       std::complex(-0.3, 1.5), std::complex(0.2, -0.7)}) {
    Mode flow(z / *step);
    Matrix state(2, 1);
    state << 1.0, 0.0;
    integrator->stepper(flow, 2, 1)->advance(0.0, *step, state);
    const std::complex<double> factor(state(0, 0), state(1, 0));
    const std::complex<double> claimed = integrator->stability(z).value_or(0.0);
    const double apart = std::abs(factor - claimed);
    if (!(apart < 1e-9)) {
      throw Broken(fmt::format(
          "a step multiplies the mode with h lambda = {} + {}i by {} + {}i, and stability() says {} + {}i", z.real(),
          z.imag(), factor.real(), factor.imag(), claimed.real(), claimed.imag()));
    }
    largest = std::max(largest, apart);
  }
  return fmt::format("five modes, largest difference {:.1e}", largest);
}

}  // namespace

std::vector<Law> integrator_laws() {
  return {{"order", "the error falls with the step as order() promises", hold_order},
          {"batch", "a batch of trials moves as each of them would alone", hold_integrator_batch},
          {"stability", "a step multiplies a mode by the stability function", hold_stability},
          {"pieces", "a stretch in pieces is the stretch", hold_pieces},
          {"nan", "NaN stays visible, in its own trial", hold_integrator_nan}};
}

}  // namespace engram::conformance
