// By what factor a step multiplies the modes of flows whose eigenvalues are known.
#include "plugins/analyses/step_stability.cpp"

#include <cmath>
#include <complex>
#include <vector>

#include "analyses.hpp"
#include "ask.hpp"
#include "catch.hpp"
#include "chaotic_models.hpp"
#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "networks.hpp"
#include "run/network_system.hpp"

using namespace engram;
using test::ask;

namespace {

StepStability lasting(double duration, double interval, Index trials) {
  StepStability analysis;
  analysis.duration = duration;
  analysis.sampling_interval = interval;
  analysis.trials = trials;
  return analysis;
}

}  // namespace

TEST_CASE("step_stability: the factor of a linear flow, for two methods") {
  const test::LinearFlow model(-0.4);
  Euler euler;
  euler.step = 0.01;
  Rk4 rk4;
  rk4.step = 0.2;
  const MemoryRecorder slow = ask(lasting(1.0, 0.5, 3), run::NetworkSystem(model, &euler, Matrix::Zero(3, 1)));
  CHECK(slow.find("factor").shape == std::vector<Index>{3, 3});
  for (const double each : slow.reals("factor")) {
    CHECK(each == Approx(std::hypot(0.99, 0.2)).epsilon(1e-6));
  }
  CHECK(slow.reals("factor_of_decaying") == slow.reals("factor"));
  for (const double each : slow.reals("spectral_abscissa")) {
    CHECK(each == Approx(-0.4).epsilon(1e-5));
  }
  CHECK(slow.reals("fraction_stable").front() == 0.0);
  const MemoryRecorder high = ask(lasting(1.0, 0.2, 1), run::NetworkSystem(model, &rk4, Matrix::Zero(3, 1)));
  const std::complex<double> z(-0.2, 4.0);
  const double factor = std::abs(1.0 + z + z * z / 2.0 + z * z * z / 6.0 + z * z * z * z / 24.0);
  CHECK(high.reals("largest_factor").front() == Approx(factor).epsilon(1e-6));
  CHECK(high.find("time").shape == std::vector<Index>{6});
}

TEST_CASE("step_stability: a step that is short enough makes no mode grow, and the motion slows down") {
  const test::LinearFlow model(-0.4);
  Euler euler;
  euler.step = 0.001;
  auto analysis = lasting(10.0, 5.0, 2);
  const MemoryRecorder seen = ask(analysis, run::NetworkSystem(model, &euler, Matrix::Zero(3, 1)));
  CHECK(seen.reals("fraction_stable").front() == 1.0);
  CHECK(seen.reals("final_factor").front() == Approx(1.0 - 0.0004).epsilon(1e-6));
  CHECK(seen.reals("final_speed").front() < 0.1 * seen.reals("speed").front());
  // A tenth of the duration where nothing else is said.
  analysis.sampling_interval.reset();
  CHECK(ask(analysis, run::NetworkSystem(model, &euler, Matrix::Zero(3, 1))).find("time").shape ==
        std::vector<Index>{11});
}

TEST_CASE("step_stability: growth in the flow itself does not count as growth by the step") {
  const test::LinearFlow model(0.1);
  Euler euler;
  euler.step = 0.001;
  const MemoryRecorder seen = ask(lasting(1.0, 0.5, 2), run::NetworkSystem(model, &euler, Matrix::Zero(3, 1)));
  CHECK(seen.reals("largest_factor").front() == Approx(1.0001).epsilon(1e-7));
  CHECK(seen.reals("largest_factor_of_decaying").front() == Approx(std::hypot(0.999, 0.02)).epsilon(1e-6));
  CHECK(seen.reals("final_factor_of_decaying").at(1) == Approx(std::hypot(0.999, 0.02)).epsilon(1e-6));
  CHECK(seen.reals("fraction_stable").front() == 1.0);
}

TEST_CASE("step_stability: at a target it has the eigenvalues of jacobian_eigenvalues") {
  auto model = test::make_pc_hopfield({10}, "single", test::make_activation("tanh"));
  model.initial_width = 0.8;
  test::initialise(model);
  const Euler euler;
  const run::NetworkSystem system(model, &euler, test::random_signs(10, 2));
  auto analysis = lasting(0.1, 0.1, 1);
  analysis.start = TrialStarts::Start::targets;
  const MemoryRecorder seen = ask(analysis, system);
  JacobianEigenvalues eigenvalues;
  eigenvalues.method = JacobianEigenvalues::Method::full;
  const MemoryRecorder known = ask(eigenvalues, system);
  const auto& re = known.reals("eigenvalues_re");
  const auto& im = known.reals("eigenvalues_im");
  for (std::size_t target = 0; target < 2; ++target) {
    double largest = 0.0;
    for (std::size_t at = 20 * target; at < 20 * (target + 1); ++at) {
      largest = std::max(largest, std::hypot(1.0 + 1e-3 * re[at], 1e-3 * im[at]));
    }
    CHECK(seen.reals("factor").at(2 * target) == Approx(largest).epsilon(1e-12));
    CHECK(seen.reals("spectral_abscissa").at(2 * target) ==
          Approx(known.reals("spectral_abscissa").at(target)).epsilon(1e-9));
  }
}

TEST_CASE("step_stability: a trial that becomes infinite or NaN is reported, and none other is lost") {
  const test::LinearFlow growing(3000.0);
  Rk4 rk4;
  rk4.step = 0.01;
  Matrix targets(3, 2);
  targets << 1.0, 0.0, 1.0, 0.0, 1.0, 0.0;
  auto analysis = lasting(2.0, 1.0, 1);
  analysis.start = TrialStarts::Start::targets;
  const MemoryRecorder seen = ask(analysis, run::NetworkSystem(growing, &rk4, targets));
  REQUIRE(seen.failures.size() == 1);
  CHECK_THAT(seen.failures.front(), Catch::Matchers::StartsWith("trial 0, from target 0, became infinite or NaN"));
  CHECK(std::isnan(seen.reals("final_factor").at(0)));
  CHECK(std::isfinite(seen.reals("final_factor").at(1)));
  CHECK(std::isfinite(seen.reals("largest_factor").front()));
}

TEST_CASE("step_stability: settings that do not fit are refused in words") {
  auto analysis = lasting(1.0, 0.1, 1);
  NetworkOutline network{
      .layers = {20}, .patterns = 2, .continuous = true, .time_step = 1e-3, .declares_stability = true};
  CHECK_NOTHROW(analysis.check_network(network));
  network.declares_stability = false;
  CHECK_THROWS_WITH(analysis.check_network(network),
                    Catch::Matchers::Contains("the stability function of the integrator, and this one does not"));
  network.time_step.reset();
  CHECK_THROWS_WITH(analysis.check_network(network),
                    Catch::Matchers::Contains("needs steps of one length, and this integrator chooses its own"));
  network.continuous = false;
  CHECK_THROWS_WITH(analysis.check_network(network),
                    "step_stability is about the steps of an integrator, and this network moves in updates");
  analysis.sampling_interval = 2.0;
  CHECK_THROWS_WITH(analysis.check(), "sampling_interval must not be longer than duration");
  analysis.sampling_interval.reset();
  analysis.duration = 0.0105;
  network = {.layers = {20}, .patterns = 2, .continuous = true, .time_step = 1e-3, .declares_stability = true};
  const std::string whole = "must be a whole number of the integrator's time steps";
  CHECK_THROWS_WITH(analysis.check_network(network), Catch::Matchers::Contains(whole));
  analysis.duration = 1.0;
  analysis.sampling_interval = 0.0105;
  CHECK_THROWS_WITH(analysis.check_network(network), Catch::Matchers::StartsWith("sampling_interval " + whole));
}
