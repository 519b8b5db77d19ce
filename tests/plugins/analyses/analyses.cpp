// Analyses of a small trained network, on the host's own view of it.
#include "analyses.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ask.hpp"
#include "catch.hpp"
#include "corruptions.hpp"
#include "integrators.hpp"
#include "learning_rules.hpp"
#include "networks.hpp"
#include "run/network_system.hpp"
#include "shrinking_system.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::Wholes;

namespace {

/// Two binary targets in 20 units, well learned.
class Trained {
 public:
  Trained() : model_(test::make_pc_hopfield({20}, "single", test::make_activation("tanh", 0.5))) {
    test::initialise(model_);
    RandomStream random = RandomStreams(4, "patterns").stream(0);
    patterns_ = Matrix::NullaryExpr(20, 2, [&] { return random.sign(); });
    PredictiveCoding rule;
    rule.rounds = 50;
    MemoryRecorder recorder;
    SilentMonitor monitor;
    rule.train(model_, {patterns_, 1e-3, RandomStreams(1, "learning"), recorder, monitor});
  }
  [[nodiscard]] run::NetworkSystem system() const { return {model_, &euler_, patterns_}; }

 private:
  PcHopfield model_;
  Euler euler_;
  Matrix patterns_;
};

Basin basin_of_flips(std::vector<double> damage) {
  static const PluginInfo sign_flips = corruption<SignFlips>("sign_flips", "Turns signs.");
  Basin basin;
  basin.corruption = std::make_shared<const Part>(
      Part{&sign_flips, {{"count", std::int64_t{0}}, {"fraction", {}}, {"independent", false}}});
  basin.parameter = "count";
  basin.damage = std::move(damage);
  basin.distance = Observation::Distance::hamming;
  basin.recalled_within = 0.0;
  basin.duration = 1.0;
  basin.sampling_interval = 0.5;
  return basin;
}

}  // namespace

TEST_CASE("jacobian_eigenvalues: the reduced method gives the numbers of the full one") {
  const Trained trained;
  JacobianEigenvalues analysis;
  const MemoryRecorder reduced = ask(analysis, trained.system());
  analysis.method = JacobianEigenvalues::Method::full;
  const MemoryRecorder full = ask(analysis, trained.system());
  CHECK(reduced.find("eigenvalues_re").shape == std::vector<Index>{2, 40});
  for (const char* name : {"spectral_abscissa", "max_spectral_abscissa", "modal_fraction", "fraction_stable"}) {
    CHECK(reduced.reals(name).front() == Approx(full.reals(name).front()).epsilon(1e-9));
  }
  CHECK(reduced.reals("modal_real_part").front() == Approx(-5.0).epsilon(1e-9));
  CHECK(reduced.reals("fraction_stable").front() == 1.0);
  CHECK(reduced.reals("residual").front() < 1e-6);
  CHECK(analysis.further_needs().empty());
  analysis.method = JacobianEigenvalues::Method::reduced;
  CHECK(analysis.further_needs() == std::vector{OffersReducedSpectrum::facet});
  analysis.targets = {2};
  CHECK_THROWS_WITH(analysis.check_network({{20}, 2, true, 1e-3}), "there is no target 2; targets are 0 to 1");
}

TEST_CASE("jacobian_eigenvalues: an eigenvalue that is not finite is an error") {
  auto model = test::make_pc_hopfield({20}, "single", test::make_activation("identity"));
  model.initial_width = 1e152;
  model.tau_v_s = 1000.0;
  model.tau_e_s = 1000.0;
  test::initialise(model);
  Euler euler;
  const Matrix patterns = Matrix::Ones(20, 1);
  const run::NetworkSystem system(model, &euler, patterns);
  CHECK_THROWS_WITH(ask(JacobianEigenvalues{}, system), "an eigenvalue at target 0 is infinite or NaN");
}

TEST_CASE("jacobian_eigenvalues: counts what is near zero at each target, and means it over them") {
  const Trained trained;
  JacobianEigenvalues analysis;
  analysis.near_zero = 4.0;
  const MemoryRecorder seen = ask(analysis, trained.system());
  const auto& re = seen.reals("eigenvalues_re");
  const auto& counts = list<Wholes>(seen, "near_zero_of_target");
  REQUIRE(counts.size() == 2);
  std::int64_t all = 0;
  for (std::size_t target = 0; target < 2; ++target) {
    const auto first = re.begin() + static_cast<std::ptrdiff_t>(40 * target);
    const auto expected = std::count_if(first, first + 40, [](double part) { return std::fabs(part) < 4.0; });
    CHECK(counts[target] == expected);
    all += counts[target];
  }
  CHECK(all > 0);
  CHECK(seen.reals("near_zero_count").front() == static_cast<double>(all) / 2.0);
}

TEST_CASE("jacobian_eigenvalues: the closest eigenvalue to a number is found in the plane") {
  const Trained trained;
  JacobianEigenvalues analysis;
  const MemoryRecorder without = ask(analysis, trained.system());
  CHECK(std::ranges::none_of(without.datasets, [](const Dataset& each) { return each.name == "closest_of_target"; }));
  analysis.close_to = -1.0;
  const MemoryRecorder seen = ask(analysis, trained.system());
  const auto& re = seen.reals("eigenvalues_re");
  const auto& im = seen.reals("eigenvalues_im");
  for (std::size_t target = 0; target < 2; ++target) {
    double closest = 1e9;
    for (std::size_t at = 40 * target; at < 40 * (target + 1); ++at) {
      closest = std::min(closest, std::hypot(re[at] + 1.0, im[at]));
    }
    CHECK(seen.reals("closest_of_target")[target] == Approx(closest).epsilon(1e-12));
  }
}

TEST_CASE(
    "jacobian_eigenvalues: the most frequent real part counts numbers within a millionth of the largest as equal") {
  // A linear network whose Jacobian is diagonal, so that its eigenvalues are known.
  struct Diagonal : test::ShrinkingSystem {
    Vector rates;
    explicit Diagonal(Vector values) : ShrinkingSystem(Matrix::Zero(values.size(), 1)), rates(std::move(values)) {}
    void jacobian(const ConstVectorView& /*state*/, MatrixView jacobian) const override {
      jacobian = rates.asDiagonal();
    }
    [[nodiscard]] std::unique_ptr<Flow> flow(Index /*trials*/) const override {
      struct Linear : Flow {
        Vector factors;
        void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
          derivatives = factors.asDiagonal() * states;
        }
      };
      auto made = std::make_unique<Linear>();
      made->factors = rates;
      return made;
    }
  };
  JacobianEigenvalues analysis;
  const auto mode_of = [&](std::initializer_list<double> values) {
    const MemoryRecorder seen =
        ask(analysis, Diagonal(Eigen::Map<const Vector>(values.begin(), Index(values.size()))));
    return std::pair{seen.reals("modal_real_part").front(), seen.reals("modal_fraction").front()};
  };
  // The largest is 1000, so that numbers up to 0.001 apart are equal.
  const auto [large, share] = mode_of({-1000.0, -1.0, -1.0005, -2.0, -3.0});
  CHECK(large == Approx(-1.0).margin(0.001));
  CHECK(share == Approx(0.4));
  CHECK(mode_of({-1000.0, -1.0, -1.01, -2.0, -3.0}).second == Approx(0.2));
  // The largest is 0.001, so that numbers 1e-6 apart are not.
  CHECK(mode_of({-0.001, -0.0005, -0.000501, -0.0002}).second == Approx(0.25));
}

TEST_CASE("fixed_points: random states settle before the search, and progress rises to 1") {
  struct Listening : Monitor {
    std::vector<double> heard;
    void progress(double fraction) override { heard.push_back(fraction); }
  };
  // Along its flow every state ends at a stable point, and Newton's method finds the closest point of any kind.
  auto model = test::make_pc_hopfield({20}, "single", test::make_activation("tanh", 0.5));
  test::initialise(model);
  PredictiveCoding rule;
  rule.rounds = 50;
  MemoryRecorder unused;
  SilentMonitor silent;
  RandomStream random = RandomStreams(4, "patterns").stream(0);
  const Matrix patterns = Matrix::NullaryExpr(20, 2, [&] { return random.sign(); });
  rule.train(model, {patterns, 1e-3, RandomStreams(1, "learning"), unused, silent});
  const Euler euler;
  const run::NetworkSystem system(model, &euler, patterns);
  FixedPoints analysis;
  analysis.from_targets = false;
  analysis.random_starts = 5;
  analysis.settle = 30.0;
  MemoryRecorder settled;
  Listening monitor;
  analysis.run({system, RandomStreams(1, "analysis"), settled, monitor});
  // The points that are found are close to the states that trials reach, and not to those in which they start.
  const Matrix starts = analysis.draw(20, 5, RandomStreams(1, "analysis"));
  const auto trajectory = system.start(starts, RandomStreams(1, "analysis").within("motion"), {});
  trajectory->advance_to(30.0);
  const auto& point_of_start = list<Wholes>(settled, "point_of_start");
  const auto& values = settled.reals("values");
  REQUIRE(point_of_start.size() == 5);
  for (Index start = 0; start < 5; ++start) {
    const std::int64_t point = point_of_start[static_cast<std::size_t>(start)];
    REQUIRE(point >= 0);
    const Vector found = Eigen::Map<const Vector>(values.data() + 20 * point, 20);
    CHECK((found - trajectory->values().col(start)).norm() < 0.2 * (found - starts.col(start)).norm());
  }
  const auto searched = std::ranges::find_if(monitor.heard, [](double fraction) { return fraction > 0.0; });
  CHECK(std::vector(searched, monitor.heard.end()) == std::vector{0.2, 0.4, 0.6, 0.8, 1.0});
}

TEST_CASE("fixed_points: random states settle for as long as asked for, however short, or not at all") {
  const Trained trained;
  const auto ends_from = [&](double settle) {
    FixedPoints analysis;
    analysis.from_targets = false;
    analysis.random_starts = 2;
    analysis.settle = settle;
    analysis.max_iterations = 1;
    analysis.tolerance = 1e9;
    return ask(analysis, trained.system()).reals("values");
  };
  // With such a tolerance the search ends where it begins: in the states to which the network has moved.
  const run::NetworkSystem system = trained.system();
  const Matrix starts = FixedPoints().draw(20, 2, RandomStreams(1, "analysis"));
  const auto trajectory = system.start(starts, RandomStreams(1, "analysis").within("motion"), {});
  const auto check_ends = [&](const std::vector<double>& values) {
    REQUIRE(values.size() == 40);
    const Eigen::Map<const Matrix> found(values.data(), 20, 2);
    CHECK((found - trajectory->values()).cwiseAbs().maxCoeff() < 1e-12);
  };
  check_ends(ends_from(0.0));
  trajectory->advance_to(0.5);
  check_ends(ends_from(0.5));
  CHECK((trajectory->values() - starts).norm() > 0.1);
}

TEST_CASE("fixed_points: finds the targets, each once, and says that they are stable") {
  const Trained trained;
  FixedPoints analysis;
  analysis.random_starts = 6;
  analysis.distribution = RandomPatterns::Distribution::binary;
  const MemoryRecorder recorder = ask(analysis, trained.system());
  CHECK(recorder.reals("target_distance").at(0) < 1e-6);
  CHECK(recorder.reals("target_distance").at(1) < 1e-6);
  const auto whole = [&](const char* name) { return list<Wholes>(recorder, name); };
  CHECK(whole("nearest_target").at(1) == 1);
  CHECK(whole("stable").at(0) == 1);
  CHECK(whole("point_of_start").at(0) == 0);
  CHECK(whole("point_of_start").at(1) == 1);
  CHECK(whole("point_of_start").size() == 8);
  for (const double residual : recorder.reals("residual")) {
    CHECK(residual <= 1e-9);
  }
  // Each start is counted at one point.
  std::int64_t starts = 0;
  for (const std::int64_t count : whole("starts_of_point")) {
    starts += count;
  }
  CHECK(static_cast<double>(starts) / 8.0 == Approx(recorder.reals("fraction_arrived").front()));
}

TEST_CASE("random_initial_states: says where trials end and how fast they still are") {
  RandomInitialStates analysis;
  analysis.trials = 3;
  analysis.duration = 30.0;
  analysis.sampling_interval = 1.0;
  const MemoryRecorder recorder = ask(analysis, test::ShrinkingSystem(Matrix::Zero(4, 2)));
  // Everything shrinks to zero, where both targets are.
  CHECK(recorder.reals("fraction_still").front() == 1.0);
  CHECK(recorder.reals("fraction_reached").front() == 1.0);
  CHECK(recorder.find("distance").shape == std::vector<Index>{3, 2, 31});
  analysis.duration = 1.0;
  analysis.sampling_interval = 0.5;
  const MemoryRecorder early = ask(analysis, test::ShrinkingSystem(Matrix::Zero(4, 2)));
  CHECK(early.reals("fraction_still").front() == 0.0);
  // From exp(-0.5) to exp(-1) of the start in half a second.
  const double start = early.reals("distance").at(0);
  CHECK(early.reals("final_speed").at(0) == Approx(start * (std::exp(-0.5) - std::exp(-1.0)) / 0.5));
}

TEST_CASE("basin: recall fails as the damage grows, with intervals around the fraction") {
  const Trained trained;
  const MemoryRecorder recorder = ask(basin_of_flips({0, 2, 10}), trained.system());
  CHECK(recorder.find("fraction_recalled").shape == std::vector<Index>{3, 3});
  const auto& at_end = recorder.reals("final_fraction_recalled");
  CHECK(at_end.at(0) == 1.0);
  CHECK(at_end.at(1) == 1.0);
  CHECK(at_end.at(2) < 1.0);
  CHECK(recorder.reals("final_fraction_recalled_low").at(0) == Approx(wilson_interval(2, 2).first));
  CHECK(recorder.reals("critical_damage").front() >= 2.0);
  // States close to the inverse of a pattern go there, and damage 0 was not tried.
  const MemoryRecorder lost = ask(basin_of_flips({19, 18}), trained.system());
  REQUIRE(lost.reals("final_fraction_recalled") == std::vector<double>{0.0, 0.0});
  CHECK(std::isnan(lost.reals("critical_damage").front()));
}

TEST_CASE("basin: parameters that it cannot vary are refused in words") {
  auto basin = basin_of_flips({0, 2.5});
  CHECK_THROWS_WITH(basin.check(), "2.5 is not allowed for 'count' of corruption 'sign_flips'");
  basin = basin_of_flips({21});
  CHECK_NOTHROW(basin.check());
  CHECK_THROWS_WITH(basin.check_network({{20}, 2, true, 1e-3}),
                    "sign_flips cannot flip 21 values of a pattern of 20");
  basin.parameter = "cout";
  CHECK_THROWS_WITH(basin.check(), "corruption 'sign_flips' has no parameter 'cout'; did you mean 'count'?");
}

TEST_CASE("completion: known units are held, and only the others are counted") {
  const Trained trained;
  Completion analysis;
  analysis.known_fraction = 0.5;
  analysis.distance = Observation::Distance::hamming;
  analysis.duration = 2.0;
  analysis.sampling_interval = 0.5;
  analysis.record_state = true;
  const MemoryRecorder recorder = ask(analysis, trained.system());
  CHECK(recorder.reals("mean_final_distance").front() == 0.0);
  const auto& states = recorder.reals("state");
  int held = 0;
  for (std::size_t unit = 0; unit < 20; ++unit) {
    const double first = states[unit * 5];
    CHECK((first == 0.0 || std::fabs(first) == 1.0));
    if (first != 0.0) {
      CHECK(states[unit * 5 + 4] == first);
      ++held;
    }
  }
  CHECK(held == 10);
  analysis.known_layers = {0};
  CHECK_THROWS_WITH(analysis.check(), "give one of known_layers, known_fraction and known");
  analysis.known_fraction.reset();
  analysis.asked_layers = {1};
  CHECK_THROWS_WITH(analysis.check_network({{20}, 2, true, 1e-3}), "there is no layer 1; layers are 0 to 0");
}

TEST_CASE("completion: something unknown is asked for") {
  const NetworkOutline network{{10, 6, 4}, 2, true, 1e-3};
  const auto refused = [&](const Completion& analysis) -> std::string {
    try {
      analysis.check_network(network);
      return "";
    } catch (const ParameterError& error) {
      CHECK(std::string(error.what()) ==
            "every unit that is asked for is known, so that its distance is 0 in any network; leave some of them "
            "unknown");
      return error.parameter();
    }
  };
  Completion analysis;
  analysis.duration = 1.0;
  analysis.known_layers = {0, 1, 2};
  CHECK(refused(analysis) == "known_layers");
  analysis.known_layers = {0, 1};
  CHECK(refused(analysis).empty());
  analysis.asked_layers = {1};
  CHECK(refused(analysis) == "asked_layers");
  analysis.hold = false;
  CHECK(refused(analysis).empty());
  analysis = {};
  analysis.duration = 1.0;
  analysis.known_fraction = 0.98;
  CHECK(refused(analysis) == "known_fraction");
  analysis.known_fraction = 0.97;
  CHECK(refused(analysis).empty());
}

TEST_CASE("wilson_interval: known values, and never outside of 0 to 1") {
  CHECK(wilson_interval(8, 10).first == Approx(0.4901625).epsilon(1e-6));
  CHECK(wilson_interval(8, 10).second == Approx(0.9433178).epsilon(1e-6));
  CHECK(wilson_interval(0, 5).first == 0.0);
  CHECK(wilson_interval(5, 5).second == 1.0);
}
