// Numbers of the analyses that watch trials, and those of spectra, against a calculation from the states that were
// recorded.
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <Eigen/Eigenvalues>

#include "analyses.hpp"
#include "ask.hpp"
#include "catch.hpp"
#include "corruptions.hpp"
#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "networks.hpp"
#include "run/network_system.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::Reals;
using test::scalar;
using test::Wholes;

namespace {

constexpr Index units = 6;
constexpr std::size_t samples = 5;
constexpr double interval = 0.125;

PcHopfield network(double width) {
  auto model = test::make_pc_hopfield({3, 2, 1}, "loop", test::make_activation("tanh", 1.5));
  model.initial_width = width;
  model.initial_tied = false;
  test::initialise(model);
  return model;
}

/// The values of a trial at a sample.
Vector state_of(const MemoryRecorder& recorder, Index trial, std::size_t sample) {
  Vector state(units);
  for (Index unit = 0; unit < units; ++unit) {
    state[unit] = recorder.reals("state")[static_cast<std::size_t>(trial * units + unit) * samples + sample];
  }
  return state;
}

double apart(const Vector& state, const Vector& target, Observation::Distance distance) {
  return distance == Observation::Distance::euclidean
             ? std::sqrt((state - target).array().square().sum())
             : static_cast<double>((state.array() * target.array() <= 0.0).count());
}

template <class Analysis>
void watch(Analysis& analysis, Observation::Distance distance) {
  analysis.distance = distance;
  analysis.duration = 0.5;
  analysis.sampling_interval = interval;
  analysis.record_state = true;
}

/// Checks the records that all analyses of watched trials have in common.
void check_distances(const MemoryRecorder& seen, const Matrix& memories, Index trials,
                     Observation::Distance measure) {
  Reals distances;
  Reals at_end;
  for (Index trial = 0; trial < trials; ++trial) {
    for (Index target = 0; target < memories.cols(); ++target) {
      for (std::size_t sample = 0; sample < samples; ++sample) {
        distances.push_back(apart(state_of(seen, trial, sample), memories.col(target), measure));
      }
      at_end.push_back(distances.back());
    }
  }
  REQUIRE(seen.reals("distance").size() == distances.size());
  for (std::size_t at = 0; at < distances.size(); ++at) {
    CHECK(seen.reals("distance")[at] == Approx(distances[at]).epsilon(1e-12).margin(1e-14));
  }
  REQUIRE(seen.reals("final_distance").size() == at_end.size());
  for (std::size_t at = 0; at < at_end.size(); ++at) {
    CHECK(seen.reals("final_distance")[at] == Approx(at_end[at]).epsilon(1e-12).margin(1e-14));
  }
}

}  // namespace

TEST_CASE("perturbation: every number is that of the recorded states") {
  const auto measure = GENERATE(Observation::Distance::euclidean, Observation::Distance::hamming);
  const auto model = network(0.7);
  Euler euler;
  const Matrix memories = test::random_signs(units, 3);
  auto noise = std::make_shared<GaussianNoise>();
  noise->sigma = 1.0;
  Perturbation analysis;
  watch(analysis, measure);
  analysis.corruption = noise;
  analysis.targets = {2, 0};
  analysis.trials_per_target = 4;
  const MemoryRecorder seen = ask(analysis, run::NetworkSystem(model, &euler, memories));
  CHECK(list<Wholes>(seen, "target_of_trial") == Wholes{2, 2, 2, 2, 0, 0, 0, 0});
  check_distances(seen, memories, 8, measure);
  double before = 0.0;
  double after = 0.0;
  double nearer = 0.0;
  for (Index trial = 0; trial < 8; ++trial) {
    const Vector own = memories.col(trial < 4 ? 2 : 0);
    const double first = apart(state_of(seen, trial, 0), own, measure);
    const double last = apart(state_of(seen, trial, samples - 1), own, measure);
    before += first / 8.0;
    after += last / 8.0;
    nearer += last < first ? 0.125 : 0.0;
  }
  CHECK(scalar(seen, "mean_initial_distance") == Approx(before).epsilon(1e-12));
  CHECK(scalar(seen, "mean_final_distance") == Approx(after).epsilon(1e-12));
  CHECK(scalar(seen, "fraction_nearer") == nearer);
}

TEST_CASE("perturbation: progress rises evenly with the samples to 1") {
  struct Fractions : Monitor {
    void progress(double fraction) override { seen.push_back(fraction); }
    Reals seen;
  };
  const auto model = network(0.7);
  Euler euler;
  const Matrix memories = test::random_signs(units, 3);
  Perturbation analysis;
  watch(analysis, Observation::Distance::euclidean);
  analysis.corruption = std::make_shared<GaussianNoise>();
  analysis.targets = {1};
  MemoryRecorder recorder;
  Fractions fractions;
  analysis.run({run::NetworkSystem(model, &euler, memories), RandomStreams(1, "analysis"), recorder, fractions});
  Reals expected;
  for (std::size_t sample = 1; sample <= samples; ++sample) {
    expected.push_back(static_cast<double>(sample) / samples);
  }
  CHECK(fractions.seen == expected);
}

TEST_CASE("random_initial_states: every number is that of the recorded states") {
  const auto measure = GENERATE(Observation::Distance::euclidean, Observation::Distance::hamming);
  const auto model = network(0.7);
  Euler euler;
  const Matrix memories = test::random_signs(units, 3);
  RandomInitialStates analysis;
  watch(analysis, measure);
  analysis.trials = 8;
  analysis.scale = 2.0;
  // Somewhere among what comes out, so that some trials lie on either side.
  analysis.reached_within = measure == Observation::Distance::euclidean ? 2.4 : 2.0;
  analysis.still_below = 1.0;
  const MemoryRecorder seen = ask(analysis, run::NetworkSystem(model, &euler, memories));
  check_distances(seen, memories, 8, measure);
  double still = 0.0;
  double reached = 0.0;
  double speeds = 0.0;
  for (Index trial = 0; trial < 8; ++trial) {
    const auto at = static_cast<std::size_t>(trial);
    const double speed = (state_of(seen, trial, samples - 1) - state_of(seen, trial, samples - 2)).norm() / interval;
    CHECK(seen.reals("final_speed")[at] == Approx(speed).epsilon(1e-12));
    speeds += speed / 8.0;
    still += speed < 1.0 ? 0.125 : 0.0;
    Reals distances;
    for (const auto& target : memories.colwise()) {
      distances.push_back(apart(state_of(seen, trial, samples - 1), target, measure));
    }
    const auto nearest = std::ranges::min_element(distances);
    CHECK(list<Wholes>(seen, "nearest_target")[at] == nearest - distances.begin());
    CHECK(seen.reals("nearest_distance")[at] == Approx(*nearest).epsilon(1e-12).margin(1e-14));
    reached += *nearest <= analysis.reached_within ? 0.125 : 0.0;
  }
  CHECK(scalar(seen, "mean_final_speed") == Approx(speeds).epsilon(1e-12));
  CHECK(scalar(seen, "fraction_still") == still);
  CHECK(scalar(seen, "fraction_reached") == reached);
}

TEST_CASE("jacobian_eigenvalues: every number is that of the recorded eigenvalues, and these are of the Jacobian") {
  const auto method = GENERATE(JacobianEigenvalues::Method::full, JacobianEigenvalues::Method::reduced);
  const auto model = network(1.2);
  Euler euler;
  const Matrix memories = test::random_matrix(units, 4);
  JacobianEigenvalues analysis;
  analysis.method = method;
  analysis.targets = {3, 1, 0};
  analysis.near_zero = 3.0;
  const MemoryRecorder seen = ask(analysis, run::NetworkSystem(model, &euler, memories));
  CHECK(list<Wholes>(seen, "target") == Wholes{3, 1, 0});
  const auto& re = seen.reals("eigenvalues_re");
  const auto& im = seen.reals("eigenvalues_im");
  REQUIRE(re.size() == std::size_t{6 * units});
  double stable = 0.0;
  double zeros = 0.0;
  for (std::size_t at = 0; at < 3; ++at) {
    Matrix state = Matrix::Zero(2 * units, 1);
    state.topRows(units) = memories.col(analysis.targets[at]);
    Matrix jacobian(2 * units, 2 * units);
    model.jacobian(state.col(0), jacobian);
    Matrix derivative(2 * units, 1);
    model.flow(1)->derivative(state, derivative);
    CHECK(seen.reals("residual")[at] == Approx(derivative.cwiseAbs().maxCoeff()).epsilon(1e-12));
    std::complex<double> sum = 0.0;
    std::complex<double> squares = 0.0;
    std::int64_t near = 0;
    double abscissa = re[at * 2 * units];
    for (std::size_t place = at * 2 * units; place < (at + 1) * 2 * units; ++place) {
      const std::complex<double> value(re[place], im[place]);
      sum += value;
      squares += value * value;
      near += std::fabs(value.real()) < 3.0 ? 1 : 0;
      abscissa = std::max(abscissa, value.real());
    }
    CHECK(std::abs(sum - jacobian.trace()) < 1e-9 * jacobian.norm());
    CHECK(std::abs(squares - (jacobian * jacobian).trace()) < 1e-9 * jacobian.squaredNorm());
    CHECK(abscissa == Approx(jacobian.eigenvalues().real().maxCoeff()).epsilon(1e-8));
    CHECK(seen.reals("spectral_abscissa")[at] == abscissa);
    CHECK(list<Wholes>(seen, "near_zero_of_target")[at] == near);
    stable += abscissa < 0.0 ? 1.0 : 0.0;
    zeros += static_cast<double>(near) / 3.0;
  }
  const auto& abscissas = seen.reals("spectral_abscissa");
  CHECK(scalar(seen, "max_spectral_abscissa") == *std::ranges::max_element(abscissas));
  CHECK(scalar(seen, "fraction_stable") == Approx(stable / 3.0));
  CHECK(scalar(seen, "near_zero_count") == Approx(zeros));
  // The real part that most others lie within a millionth of the largest of, and how many do.
  const double grain = 1e-6 * std::fabs(*std::ranges::max_element(re, {}, [](double x) { return std::fabs(x); }));
  std::ptrdiff_t most = 0;
  for (const double least : re) {
    most = std::max(most, std::ranges::count_if(re, [&](double x) { return x >= least && x - least <= grain; }));
  }
  CHECK(scalar(seen, "modal_fraction") == Approx(static_cast<double>(most) / static_cast<double>(re.size())));
  const double mode = scalar(seen, "modal_real_part");
  CHECK(std::ranges::count_if(re, [&](double x) { return std::fabs(x - mode) <= grain; }) >= most);
}
