#include "run/network_system.hpp"

#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "networks.hpp"
#include "parts.hpp"
#include "run/numeric_jacobian.hpp"

using namespace engram;

TEST_CASE("network_system: held units stay where they are along a flow, the others move") {
  auto model = test::make_pc_hopfield({6}, "single", test::make_activation("tanh"));
  model.initial_width = 0.5;
  test::initialise(model);
  const Euler euler;
  const run::NetworkSystem system(model, &euler, Matrix::Zero(6, 1));
  const Matrix start = test::random_matrix(6, 2);
  Mask held = Mask::Constant(6, 2, false);
  held(1, 0) = held(4, 0) = held(2, 1) = true;
  const auto trajectory = system.start(start, RandomStreams(1, "motion"), held);
  trajectory->advance_to(0.5);
  for (Index trial = 0; trial < 2; ++trial) {
    for (Index unit = 0; unit < 6; ++unit) {
      CHECK((trajectory->values()(unit, trial) == start(unit, trial)) == held(unit, trial));
    }
  }
  CHECK(system.time_unit() == "s");
  CHECK(system.offers(OffersJacobian::facet));
  CHECK_FALSE(system.offers(OffersUpdates::facet));
}

TEST_CASE("network_system: a network in discrete time counts updates, the same whoever asks") {
  Hopfield model;
  model.unit_count = 30;
  RandomStream random = RandomStreams(1, "model").stream(0);
  model.initialise(random);
  const Matrix weights = test::random_matrix(30, 30);
  model.weights() = weights + weights.transpose();
  const run::NetworkSystem system(model, nullptr, Matrix::Zero(30, 1));
  CHECK(system.time_unit() == "update");
  const Matrix start = test::random_matrix(30, 3).unaryExpr([](double x) { return x < 0.0 ? -1.0 : 1.0; });
  const auto together = system.start(start, RandomStreams(1, "motion"), {});
  together->advance_to(1.0);
  together->advance_to(3.0);
  const auto at_once = system.start(start.leftCols(2), RandomStreams(1, "motion"), {});
  at_once->advance_to(3.0);
  CHECK(at_once->values() == together->values().leftCols(2));
  CHECK_THROWS_WITH(at_once->advance_to(3.5), "updates are counted in whole numbers, not 3.5");
  CHECK_THROWS_WITH(system.flow(1),
                    Catch::Matchers::Contains("an analysis used a flow, which the model does not offer"));
}

TEST_CASE("numeric_jacobian: serves a model that knows none in closed form") {
  test::Decaying model;
  model.size = 200;  // more than one batch of differences
  model.rate = 2.5;
  Matrix jacobian(200, 200);
  run::numeric_jacobian(model, test::random_matrix(200, 1).col(0), jacobian);
  CHECK((jacobian + 2.5 * Matrix::Identity(200, 200)).cwiseAbs().maxCoeff() < 1e-9);
  const test::OneStep integrator;
  const run::NetworkSystem system(model, &integrator, Matrix::Zero(200, 1));
  Matrix again(200, 200);
  system.jacobian(test::random_matrix(200, 1).col(0), again);
  CHECK(again == jacobian);
}
