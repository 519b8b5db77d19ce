// Largest Lyapunov exponents of motions whose exponents are known.
#include "plugins/analyses/lyapunov_exponent.cpp"

#include <cmath>
#include <numbers>
#include <set>
#include <string>
#include <vector>

#include "ask.hpp"
#include "catch.hpp"
#include "chaotic_models.hpp"
#include "corruptions.hpp"
#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "networks.hpp"
#include "run/network_system.hpp"
#include "shrinking_system.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::Wholes;

namespace {

LyapunovExponent in_seconds(double settling, double duration, Index trials) {
  LyapunovExponent analysis;
  analysis.settling = settling;
  analysis.duration = duration;
  analysis.trials = trials;
  return analysis;
}

LyapunovExponent in_updates(Index settling, Index updates) {
  LyapunovExponent analysis;
  analysis.start = TrialStarts::Start::targets;
  analysis.settling_updates = settling;
  analysis.updates = updates;
  return analysis;
}

Rk4 rk4(double step) {
  Rk4 integrator;
  integrator.step = step;
  return integrator;
}

Euler euler(double step) {
  Euler integrator;
  integrator.step = step;
  return integrator;
}

/// Numbers between 0 and 1, one in each pattern.
Matrix between_0_and_1(Index count) {
  RandomStream random = RandomStreams(3, "patterns").stream(0);
  return Matrix::NullaryExpr(1, count, [&] { return random.uniform(); });
}

}  // namespace

TEST_CASE("lyapunov_exponent: of a linear flow it is the largest real part of the eigenvalues") {
  for (const double slow : {-0.4, 0.1}) {
    const test::LinearFlow model(slow);
    const Rk4 integrator = rk4(0.01);
    const run::NetworkSystem system(model, &integrator, Matrix::Zero(3, 1));
    const MemoryRecorder seen = ask(in_seconds(15.0, 10.0, 4), system);
    for (const double each : seen.reals("exponent")) {
      CHECK(each == Approx(slow).epsilon(1e-3));
    }
    CHECK(seen.reals("fraction_positive").front() == (slow > 0.0 ? 1.0 : 0.0));
  }
}

TEST_CASE("lyapunov_exponent: an integrator that chooses its steps parts nobody by them") {
  const test::LinearFlow model(-0.4);
  DormandPrince integrator;
  integrator.relative_tolerance = 1e-4;
  integrator.absolute_tolerance = 1e-6;
  const run::NetworkSystem system(model, &integrator, Matrix::Zero(3, 1));
  // The error that a step may make is a thousand times the distance.
  const MemoryRecorder seen = ask(in_seconds(8.0, 8.0, 4), system);
  for (const double each : seen.reals("exponent")) {
    CHECK(each == Approx(-0.4).epsilon(0.01));
  }
}

TEST_CASE("lyapunov_exponent: under explicit Euler it is that of the steps, not of the flow") {
  const test::LinearFlow model(-0.4);
  const Euler integrator = euler(0.01);
  const run::NetworkSystem system(model, &integrator, Matrix::Zero(3, 1));
  // From the fixed point itself, since the motion grows without bound.
  auto analysis = in_seconds(20.0, 100.0, 1);
  analysis.start = TrialStarts::Start::targets;
  const MemoryRecorder seen = ask(analysis, system);
  const double factor = std::hypot(1.0 - 0.01, 0.2);
  CHECK(seen.reals("mean_exponent").front() == Approx(std::log(factor) / 0.01).epsilon(0.01));
  CHECK(seen.reals("mean_exponent").front() > 0.9);
}

TEST_CASE("lyapunov_exponent: the system of Lorenz, 0.9056 per second") {
  const test::Lorenz model;
  const Rk4 integrator = rk4(0.01);
  const run::NetworkSystem system(model, &integrator, Matrix::Zero(3, 1));
  auto analysis = in_seconds(20.0, 300.0, 20);
  analysis.interval = 0.1;
  const MemoryRecorder seen = ask(analysis, system);
  CHECK(seen.reals("mean_exponent").front() == Approx(0.9056).epsilon(0.01));
  CHECK(seen.reals("median_exponent").front() == Approx(0.9056).epsilon(0.02));
  CHECK(seen.reals("largest_exponent").front() < 1.0);
  CHECK(seen.reals("fraction_positive").front() == 1.0);
  for (const double each : seen.reals("furthest")) {
    CHECK(each > 1e-8);
    CHECK(each < 1e-5);
  }
  // The running estimate ends at the exponent.
  CHECK(seen.find("running_exponent").shape == std::vector<Index>{20, 3000});
  CHECK(seen.reals("time").back() == 300.0);
  CHECK(seen.reals("running_exponent").at(2999) == seen.reals("exponent").front());
}

TEST_CASE("lyapunov_exponent: the logistic map, ln 2 per update") {
  const test::LogisticMap model;
  const run::NetworkSystem system(model, nullptr, between_0_and_1(8));
  const MemoryRecorder seen = ask(in_updates(20, 20000), system);
  CHECK(seen.reals("mean_exponent").front() == Approx(std::numbers::ln2).epsilon(0.005));
  CHECK(seen.find("exponent").unit == "1/update");
  CHECK(seen.find("exponent").shape == std::vector<Index>{8});
  CHECK(seen.find("exponent").coordinates == std::vector<std::string>{"target_of_trial"});
}

TEST_CASE("lyapunov_exponent: a trial and its companion meet the same chance") {
  const test::NoisyHalving model;
  const run::NetworkSystem system(model, nullptr, between_0_and_1(3));
  const MemoryRecorder seen = ask(in_updates(0, 500), system);
  for (const double each : seen.reals("exponent")) {
    CHECK(each == Approx(-std::numbers::ln2).epsilon(1e-6));
  }
}

TEST_CASE("lyapunov_exponent: a trial has the same exponent whatever company it is in") {
  const test::Lorenz model;
  const Rk4 fixed = rk4(0.01);
  const DormandPrince adaptive;
  for (const Integrator* integrator :
       {static_cast<const Integrator*>(&fixed), static_cast<const Integrator*>(&adaptive)}) {
    const run::NetworkSystem system(model, integrator, Matrix::Zero(3, 1));
    const auto all = ask(in_seconds(1.0, 5.0, 6), system).reals("running_exponent");
    for (const Index few : {1, 2, 5}) {
      const auto some = ask(in_seconds(1.0, 5.0, few), system).reals("running_exponent");
      CHECK(some == std::vector<double>(all.begin(), all.begin() + std::ssize(some)));
    }
  }
}

TEST_CASE("lyapunov_exponent: graded Hopfield networks at rest, in both kinds of updates") {
  for (const auto update : {Hopfield::Update::synchronous, Hopfield::Update::asynchronous}) {
    Hopfield model = test::make_hopfield(30, update);
    model.response = Hopfield::Response::tanh;
    model.temperature = 0.5;
    const Matrix pattern = test::random_signs(30, 1);
    model.add_outer_products(pattern, 0.0, 1.0 / 30.0, true);
    const run::NetworkSystem system(model, nullptr, pattern);
    const MemoryRecorder seen = ask(in_updates(50, 20), system);
    const double exponent = seen.reals("exponent").front();
    CHECK(list<Wholes>(seen, "lost_in_rounding").front() == 0);
    if (update == Hopfield::Update::synchronous) {
      // m = tanh(m / T), and the mode along the pattern shrinks by (1 - m^2) / T.
      double m = 1.0;
      for (int i = 0; i < 200; ++i) {
        m = std::tanh(m / 0.5);
      }
      CHECK(exponent == Approx(std::log((1.0 - m * m) / 0.5)).epsilon(1e-4));
    } else {
      CHECK(exponent < -1.0);
    }
  }
}

TEST_CASE("lyapunov_exponent: a companion that falls onto its trial counts as rounding") {
  struct Falling : test::Bare<2>, OffersUpdates {
    [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
      struct Fall : Updates {
        void update(MatrixView states, const Mask& /*held*/, std::vector<RandomStream>& /*random*/) override {
          states.setOnes();
        }
      };
      return std::make_unique<Fall>();
    }
  };
  const Falling model;
  const run::NetworkSystem system(model, nullptr, Matrix::Ones(2, 1));
  const MemoryRecorder seen = ask(in_updates(0, 4), system);
  const double rounding = std::numeric_limits<double>::epsilon() * std::sqrt(2.0);
  CHECK(seen.reals("exponent").front() == Approx(std::log(rounding / 1e-8)));
  CHECK(list<Wholes>(seen, "lost_in_rounding") == std::vector<std::int64_t>{4});
}

TEST_CASE("lyapunov_exponent: a trial that becomes infinite or NaN is reported, and the summary is of the others") {
  struct Exploding : test::Bare<1>, OffersUpdates {
    [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
      const auto f = [](double x, RandomStream& /*random*/) { return x > 1.0 ? x * x : 0.5 * x; };
      return std::make_unique<test::UpdatesBy<decltype(f)>>(f);
    }
  };
  const Exploding model;
  const run::NetworkSystem system(model, nullptr, Matrix{{0.5, 3.0, 0.7}});
  const MemoryRecorder seen = ask(in_updates(0, 30), system);
  REQUIRE(seen.failures.size() == 1);
  CHECK_THAT(seen.failures.front(),
             Catch::Matchers::StartsWith("trial 1, from target 1, became infinite or NaN between "));
  CHECK(std::isnan(seen.reals("exponent").at(1)));
  CHECK(seen.reals("mean_exponent").front() == Approx(-std::numbers::ln2).epsilon(1e-6));
  CHECK(seen.reals("fraction_positive").front() == 0.0);
  const run::NetworkSystem lost(model, nullptr, Matrix{{3.0}});
  CHECK(std::isnan(ask(in_updates(0, 30), lost).reals("largest_exponent").front()));
}

TEST_CASE("lyapunov_exponent: at damaged targets, each trial by its own stream") {
  auto model = test::make_pc_hopfield({20}, "single", test::make_activation("tanh"));
  model.initial_width = 0.5;
  test::initialise(model);
  const Euler integrator = euler(1e-3);
  const run::NetworkSystem system(model, &integrator, test::random_signs(20, 2));
  auto analysis = in_seconds(0.1, 0.5, 1);
  analysis.start = TrialStarts::Start::targets;
  analysis.trials_per_target = 3;
  auto flips = std::make_shared<SignFlips>();
  flips->count = 3;
  analysis.corruptions = {flips};
  const MemoryRecorder seen = ask(analysis, system);
  CHECK(seen.find("exponent").shape == std::vector<Index>{6});
  const auto& exponents = seen.reals("exponent");
  CHECK(std::set<double>(exponents.begin(), exponents.end()).size() == 6);
  // More trials of a target leave the first ones as they were.
  MemoryRecorder recorder;
  SilentMonitor monitor;
  const Question question{system, RandomStreams(1, "analyses/x"), recorder, monitor};
  const Matrix three = analysis.patterns(question);
  analysis.trials_per_target = 2;
  const Matrix two = analysis.patterns(question);
  CHECK(two.leftCols(2) == three.leftCols(2));
  CHECK(two.rightCols(2) == three.middleCols(3, 2));
  CHECK(hamming_distance(two.col(3), system.memories().col(1), {}) == 3);
  flips->count = 21;
  CHECK_THROWS_WITH(analysis.check_network({{20}, 2, true, 1e-3}),
                    "sign_flips cannot flip 21 values of a pattern of 20");
}

TEST_CASE("lyapunov_exponent: settings that do not fit are refused in words") {
  auto analysis = in_seconds(0.0, 1.0, 1);
  const NetworkOutline flow{.layers = {20}, .patterns = 2, .continuous = true, .time_step = 1e-3};
  NetworkOutline updates{.layers = {20}, .patterns = 2, .continuous = false, .time_step = {}};
  CHECK_NOTHROW(analysis.check_network(flow));
  CHECK_THROWS_WITH(analysis.check_network(updates),
                    "this network moves in discrete updates and has no duration; give updates");
  analysis.settling_updates = 3;
  CHECK_THROWS_WITH(analysis.check_network(flow),
                    "this network moves in continuous time and has no updates; give settling");
  analysis.settling_updates = 0;
  analysis.interval = 0.0105;
  CHECK_THROWS_WITH(analysis.check_network(flow),
                    "interval must be a whole number of the integrator's time steps, and 0.0105 s are 10.5 steps of "
                    "0.001 s");
  analysis.interval = 2.0;
  CHECK_THROWS_WITH(analysis.check(), "interval must not be longer than duration");
  analysis.interval = 0.01;
  analysis.settling = 0.0005;
  CHECK_THROWS_WITH(analysis.check_network(flow),
                    "settling must be a whole number of the integrator's time steps, and 5e-04 s are 0.5 steps of "
                    "0.001 s");
  analysis.settling = 0.0;
  analysis.duration = 1e13;
  analysis.trials = 1000000;
  CHECK_THROWS_WITH(analysis.check_network(flow),
                    Catch::Matchers::StartsWith("the running estimates of all trials need "));
  analysis = in_updates(0, 10);
  CHECK_NOTHROW(analysis.check_network(updates));
  analysis.settling = 1.0;
  CHECK_THROWS_WITH(analysis.check_network(updates),
                    "this network moves in discrete updates and has no duration; give settling_updates");
  updates.discrete_values = true;
  CHECK_THROWS_WITH(analysis.check_network(updates),
                    Catch::Matchers::Contains("the units of this network take single values only, such as +1 and -1, "
                                              "so that no two of its states are"));
  analysis.targets = {0, 0};
  CHECK_THROWS_WITH(analysis.check(), "target 0 is given twice; trials_per_target asks for several trials of each");
  analysis.targets = {1};
  analysis.start = TrialStarts::Start::random;
  CHECK_THROWS_WITH(analysis.check(),
                    "targets is for trials that start from targets; give `start: targets` beside it");
}
