#include "run/pairs.hpp"

#include <cmath>
#include <complex>
#include <vector>

#include "catch.hpp"
#include "chaotic_models.hpp"
#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "networks.hpp"
#include "run/network_system.hpp"

using namespace engram;

namespace {

const RandomStreams motion(1, "motion");

/// Trials move as they would without companions, which go beside them to the last bit.
void check_pairs(const run::NetworkSystem& system, const Matrix& starts, const std::vector<double>& times,
                 double tolerance) {
  const auto alone = system.start(starts, motion, {});
  const auto pairs = system.start_pairs(starts, motion);
  CHECK(pairs->companions() == pairs->states());
  for (const double time : times) {
    alone->advance_to(time);
    pairs->advance_to(time);
    CHECK((pairs->states() - alone->states()).cwiseAbs().maxCoeff() <= tolerance);
    CHECK(pairs->companions() == pairs->states());
  }
  CHECK(pairs->values() == pairs->states().topRows(system.units()));
}

/// A network along a flow that is more than its values.
PcHopfield pc_network() {
  auto model = test::make_pc_hopfield({7}, "single", test::make_activation("tanh"));
  model.initial_width = 0.8;
  test::initialise(model);
  return model;
}

}  // namespace

TEST_CASE("pairs: trials move as they would without companions, along a flow and by updates") {
  const auto flow = pc_network();
  const Euler euler;
  const DormandPrince adaptive;
  const Matrix starts = test::random_matrix(7, 3);
  check_pairs({flow, &euler, starts}, starts, {0.1, 0.5, 2.0}, 0.0);
  check_pairs({flow, &adaptive, starts}, starts, {0.1, 0.5, 2.0}, 1e-6);

  for (const auto update : {Hopfield::Update::synchronous, Hopfield::Update::asynchronous}) {
    auto graded = test::make_hopfield(9, update);
    graded.response = Hopfield::Response::tanh;
    graded.weights() = test::random_symmetric_weights(9);
    check_pairs({graded, nullptr, Matrix::Ones(9, 1)}, test::random_signs(9, 4), {1.0, 2.0, 7.0}, 0.0);
  }
  const test::NoisyHalving noisy;
  check_pairs({noisy, nullptr, Matrix::Ones(1, 1)}, test::random_matrix(1, 5), {1.0, 4.0, 50.0}, 0.0);
}

TEST_CASE("pairs: companions go on from where they are put, and their trials do not notice") {
  const auto model = pc_network();
  const Euler integrator;
  const run::NetworkSystem system(model, &integrator, Matrix::Zero(7, 1));
  const Matrix starts = test::random_matrix(7, 3);
  const Matrix others = test::random_matrix(7, 3, 8);
  const auto pairs = system.start_pairs(starts, motion);
  Matrix states(14, 3);
  system.initial_states(others, states);
  pairs->put_companions(states);
  CHECK(pairs->companions() == states);
  pairs->advance_to(0.3);
  const auto one = system.start(starts, motion, {});
  const auto other = system.start(others, motion, {});
  one->advance_to(0.3);
  other->advance_to(0.3);
  CHECK(pairs->states() == one->states());
  CHECK(pairs->companions() == other->states());
}

TEST_CASE("pairs: both meet the same chance, also where one of them takes more of it") {
  const test::NoisyHalving model;
  const run::NetworkSystem system(model, nullptr, Matrix::Ones(1, 1));
  const auto pairs = system.start_pairs(Matrix{{0.0, 0.0}}, motion);
  pairs->put_companions(Matrix{{1024.0, -1024.0}});
  pairs->advance_to(10.0);
  CHECK(pairs->companions()(0, 0) == Approx(pairs->states()(0, 0) + 1.0));
  CHECK(pairs->companions()(0, 1) == Approx(pairs->states()(0, 1) - 1.0));
  CHECK(pairs->states()(0, 0) != pairs->states()(0, 1));
}

TEST_CASE("pairs: an adaptive method takes the same steps for both") {
  const test::LinearFlow model(-0.4);
  DormandPrince integrator;
  integrator.relative_tolerance = 1e-2;
  integrator.absolute_tolerance = 1e-2;
  const run::NetworkSystem system(model, &integrator, Matrix::Zero(3, 1));
  const auto pairs = system.start_pairs(Matrix{{1.0}, {2.0}, {3.0}}, motion);
  Matrix close = pairs->states();
  close *= 1.0 + 1e-9;
  pairs->put_companions(close);
  pairs->advance_to(2.0);
  // The flow is linear, and so are its steps: the companion stays a multiple of its trial.
  const Matrix ratio = pairs->companions().cwiseQuotient(pairs->states());
  CHECK((ratio.array() - 1.0 - 1e-9).abs().maxCoeff() < 1e-13);
}

TEST_CASE("pairs: a trial is lost with its companion, and stays so") {
  const test::LogisticMap model;
  const run::NetworkSystem system(model, nullptr, Matrix::Ones(1, 1));
  const auto pairs = system.start_pairs(Matrix{{0.3, 0.6}}, motion);
  pairs->put_companions(Matrix{{5.0, 0.6}});
  pairs->advance_to(40.0);
  REQUIRE(pairs->divergences().size() == 1);
  CHECK(pairs->divergences().front().trial == 0);
  CHECK(pairs->divergences().front().seen_at == 40.0);
  pairs->put_companions(Matrix{{0.4, 0.4}});
  CHECK(std::isnan(pairs->companions()(0, 0)));
  CHECK(std::isnan(pairs->values()(0, 0)));
  CHECK(pairs->companions()(0, 1) == 0.4);
  pairs->advance_to(41.0);
  CHECK(pairs->divergences().size() == 1);
  CHECK(std::isfinite(pairs->values()(0, 1)));
  CHECK_THROWS_WITH(pairs->advance_to(40.0), "a trajectory at 41 cannot go back to 40");
  CHECK_THROWS_WITH(pairs->advance_to(41.5), "updates are counted in whole numbers, not 41.5");
}

TEST_CASE("network_system: the factor of a step is known where the integrator declares it") {
  const auto model = pc_network();
  Euler euler;
  euler.step = 0.01;
  const DormandPrince adaptive;
  const std::complex<double> lambda(-3.0, 50.0);
  const run::NetworkSystem fixed(model, &euler, Matrix::Zero(7, 1));
  CHECK(fixed.step_factor(lambda) == 1.0 + 0.01 * lambda);
  CHECK_FALSE(run::NetworkSystem(model, &adaptive, Matrix::Zero(7, 1)).step_factor(lambda).has_value());
  const test::LogisticMap map;
  CHECK_FALSE(run::NetworkSystem(map, nullptr, Matrix::Zero(1, 1)).step_factor(lambda).has_value());
}
