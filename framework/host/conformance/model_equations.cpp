// The laws of the equations of models: derivatives, eigenvalues, energies.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <Eigen/Eigenvalues>
#include <fmt/format.h>

#include <engram/error.hpp>

#include "conformance/model_laws.hpp"
#include "conformance/network.hpp"
#include "conformance/settings.hpp"
#include "run/numeric_jacobian.hpp"

namespace engram::conformance {

namespace {

template <class Offers>
const Offers& offered(const Network& network, const char* what) {
  const auto* facet = dynamic_cast<const Offers*>(&network.model());
  if (facet == nullptr) {
    throw Skipped(fmt::format("it offers no {}", what));
  }
  return *facet;
}

std::string hold_jacobian(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const auto& analytic = offered<OffersJacobian>(network, "analytic Jacobian");
  const auto& flow = offered<OffersFlow>(network, "flow");
  const Index size = network.model().state_size();
  Matrix states(size, 2);
  network.model().start(network.starts(2), states);
  // Away from rest all terms of the equations matter.
  for (Index row = 0; row < size; ++row) {
    states(row, 1) += 0.1 * std::sin(1.0 + static_cast<double>(row));
  }
  double largest = 0.0;
  for (Index trial = 0; trial < states.cols(); ++trial) {
    Matrix claimed = Matrix::Constant(size, size, std::numeric_limits<double>::quiet_NaN());
    Matrix differences(size, size);
    analytic.jacobian(states.col(trial), claimed);
    run::numeric_jacobian(flow, states.col(trial), differences);
    if (!claimed.allFinite()) {
      throw Broken("the Jacobian has elements that are not finite, or that jacobian() leaves as they were");
    }
    const double scale = 1.0 + differences.cwiseAbs().maxCoeff();
    Index row = 0;
    Index column = 0;
    const double apart = (claimed - differences).cwiseAbs().maxCoeff(&row, &column) / scale;
    if (!(apart < 1e-5)) {
      throw Broken(fmt::format("the Jacobian's element ({}, {}) is {}, and differences of the flow give {}", row,
                               column, claimed(row, column), differences(row, column)));
    }
    largest = std::max(largest, apart);
  }
  return fmt::format("largest difference {:.1e}", largest);
}

std::string hold_spectrum(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const auto& reduced = offered<OffersReducedSpectrum>(network, "reduced spectrum");
  const Index size = network.model().state_size();
  Matrix state(size, 1);
  const Matrix pattern = network.patterns.leftCols(1);
  network.model().start(pattern, state);
  Matrix jacobian(size, size);
  network.system().jacobian(state.col(0), jacobian);
  Eigen::VectorXcd full = Eigen::EigenSolver<Matrix>(jacobian, false).eigenvalues();
  Eigen::VectorXcd claimed = Eigen::VectorXcd::Constant(size, std::numeric_limits<double>::quiet_NaN());
  reduced.reduced_spectrum()->eigenvalues(pattern.col(0), claimed);
  const double scale = 1.0 + full.cwiseAbs().maxCoeff();
  double largest = 0.0;
  // Eigenvalues have no order, so each claimed one is compared with the nearest one that is left. The eigenvalues of
  // a defective matrix are accurate only to the square root of the rounding error.
  std::vector<std::complex<double>> left(full.begin(), full.end());
  for (const std::complex<double>& value : claimed) {
    const auto nearest = std::ranges::min_element(
        left, {}, [&](const std::complex<double>& other) { return std::abs(value - other); });
    const double apart = std::abs(value - *nearest) / scale;
    if (!(apart < 1e-5)) {
      throw Broken(
          fmt::format("{} + {}i is not an eigenvalue of the Jacobian at the first pattern; the nearest is {} + {}i",
                      value.real(), value.imag(), nearest->real(), nearest->imag()));
    }
    largest = std::max(largest, apart);
    left.erase(nearest);
  }
  return fmt::format("{} eigenvalues, largest difference {:.1e}", size, largest);
}

constexpr Index energy_trials = 12;

bool rises(double before, double after) {
  // No tolerance can be computed from infinite energies.
  return !(after <= before) && !(after <= before + 1e-9 * (1.0 + std::fabs(before)));
}

/// Throws Broken if the energy of a trial rises during its motion.
std::string follow_energy(const Network& network, const OffersEnergy& energy, const Matrix& starts) {
  constexpr int samples = 60;
  const auto system = network.system();
  const auto trajectory = system.start(starts, RandomStreams(1, "motion"), {});
  Vector before(starts.cols());
  Vector after(starts.cols());
  energy.energies(trajectory->states(), before);
  const double first = before.mean();
  for (int sample = 1; sample <= samples; ++sample) {
    const double time = system.time_unit() == "s" ? 0.02 * sample : sample;
    trajectory->advance_to(time);
    energy.energies(trajectory->states(), after);
    for (Index trial = 0; trial < starts.cols(); ++trial) {
      if (rises(before[trial], after[trial])) {
        throw Broken(
            fmt::format("the energy of trial {} rises from {} to {} before time {} {}, and it promises that it "
                        "never does",
                        trial, before[trial], after[trial], time, system.time_unit()));
      }
    }
    before = after;
  }
  return fmt::format("{} trials went from a mean of {:.4g} to {:.4g}", starts.cols(), first, after.mean());
}

std::string hold_energy(const Specimen& specimen) {
  const Network network = trained(specimen, first_plan(specimen));
  const auto& energy = offered<OffersEnergy>(network, "energy");
  if (!energy.energy_never_rises()) {
    throw Skipped("it does not promise that its energy never rises (energy_never_rises())");
  }
  const Matrix starts = network.starts(energy_trials);
  std::string sentence = follow_energy(network, energy, starts);
  // Unknown units are 0, as a mask sets them.
  Matrix masked = starts;
  for (Index unit = 0; unit < masked.rows(); ++unit) {
    masked(unit, unit % masked.cols()) = 0.0;
    masked(unit, (3 * unit + 1) % masked.cols()) = 0.0;
  }
  try {
    static_cast<void>(follow_energy(network, energy, masked));
  } catch (const RunError&) {
    // A network may refuse these states with a message.
  }
  return sentence;
}

}  // namespace

std::vector<Law> model_equation_laws() {
  return {{"jacobian", "the analytic Jacobian is the derivative of the flow", in_every_setting<hold_jacobian>},
          {"spectrum", "the reduced spectrum is that of the Jacobian", in_every_setting<hold_spectrum>},
          {"energy", "an energy that never rises never does", in_every_setting<hold_energy>}};
}

}  // namespace engram::conformance
