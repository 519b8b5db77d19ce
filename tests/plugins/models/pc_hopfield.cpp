#include <cmath>

#include "catch.hpp"
#include "integrators.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "networks.hpp"
#include "reference.hpp"

using namespace engram;
using nlohmann::json;
using test::matrix;
using test::relative_difference;
using test::vector;

namespace {

PcHopfield model_of(const json& each) {
  const json& given = each.at("parameters");
  PcHopfield model;
  model.layer_sizes = given.at("layers").get<std::vector<Index>>();
  model.topology = {given.at("topology").get<std::string>(), {}};
  model.self_connections = given.value("self_connections", true);
  model.activation = test::make_activation(each.at("activation"), given.value("gain", 1.0));
  model.tau_v_s = given.value("tau_v", 0.1);
  model.tau_e_s = given.value("tau_e", 0.1);
  model.error_decay = given.value("xi", 1.0);
  model.check();
  test::initialise(model);
  return model;
}

PredictiveCoding rule_of(const json& each) {
  const json& given = each.at("parameters");
  PredictiveCoding rule;
  rule.gamma_M = given.value("gM", 0.2);
  rule.gamma_W = given.value("gW", 0.2);
  rule.gamma_b = given.value("gb", 0.1);
  rule.presentation = each.at("training").at("seconds_per_target");
  rule.rounds = each.at("training").at("epochs");
  rule.own_time_step = given.value("dt", 1e-3);
  return rule;
}

void train(PcHopfield& model, const PredictiveCoding& rule, const Matrix& patterns) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(model, {patterns, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
}

}  // namespace

TEST_CASE("pc_hopfield: agrees with the reference values of every case") {
  using Method = PredictiveCoding::Method;
  const json cases = test::reference_cases("pc_hopfield");
  REQUIRE(cases.size() == 5);
  const auto method = GENERATE(Method::exact, Method::stepwise);
  using Form = BlockProduct::Form;
  const auto form = GENERATE(Form::automatic, Form::dense, Form::factored);
  for (const json& each : cases) {
    INFO(each.at("name") << ", method " << (method == Method::exact ? "exact" : "stepwise"));
    PcHopfield model = model_of(each);
    model.weights = form;
    PredictiveCoding rule = rule_of(each);
    rule.method = method;
    const Matrix targets = matrix(each.at("targets")).transpose();
    train(model, rule, targets);
    CHECK(relative_difference(model.prediction_weights(), matrix(each.at("trained").at("M"))) < 1e-12);
    CHECK(relative_difference(model.correction_weights(), matrix(each.at("trained").at("W"))) < 1e-12);
    CHECK(relative_difference(model.biases(), vector(each.at("trained").at("b"))) < 1e-12);

    const Index n = model.units();
    Euler euler;
    euler.step = *rule.own_time_step;
    const auto flow = model.flow(1);
    const auto stepper = euler.stepper(*flow, 2 * n, 1);
    for (const auto& [steps, expected] : each.at("after_steps").items()) {
      INFO("after " << steps << " steps");
      Matrix state(2 * n, 1);
      state << vector(each.at("v0")), vector(each.at("eps0"));
      stepper->advance(0.0, std::stod(steps) * euler.step, state);
      CHECK(relative_difference(state.topRows(n), vector(expected.at("v"))) < 1e-12);
      CHECK(relative_difference(state.bottomRows(n), vector(expected.at("eps"))) < 1e-12);
    }

    Vector at_target = Vector::Zero(2 * n);
    at_target.head(n) = targets.col(0);
    Matrix jacobian(2 * n, 2 * n);
    model.jacobian(at_target, jacobian);
    CHECK(relative_difference(jacobian, matrix(each.at("jacobian_at_target_0_with_eps_0"))) < 1e-12);
  }
}

TEST_CASE("pc_hopfield: the Jacobian is the derivative of the flow, away from equilibrium too") {
  const std::string name = GENERATE("identity", "relu", "tanh", "logistic");
  const std::string topology = GENERATE("single", "loop", "chain");
  CAPTURE(name, topology);
  auto model = topology == "single" ? test::make_pc_hopfield({7}, topology, test::make_activation(name, 1.3))
                                    : test::make_pc_hopfield({3, 4, 2}, topology, test::make_activation(name, 1.3));
  model.tau_v_s = 0.12;
  model.tau_e_s = 0.07;
  model.error_decay = 1.4;
  model.initial_width = 0.5;
  model.initial_tied = false;
  test::initialise(model);
  const Index size = model.state_size();
  const Matrix state = test::random_matrix(size, 1);
  Matrix analytic(size, size);
  model.jacobian(state.col(0), analytic);
  const auto flow = model.flow(1);
  Matrix numeric(size, size);
  const double h = 1e-6;
  for (Index column = 0; column < size; ++column) {
    Matrix ahead = state;
    Matrix behind = state;
    ahead(column, 0) += h;
    behind(column, 0) -= h;
    Matrix rates_ahead(size, 1);
    Matrix rates_behind(size, 1);
    flow->derivative(ahead, rates_ahead);
    flow->derivative(behind, rates_behind);
    numeric.col(column) = (rates_ahead - rates_behind) / (2.0 * h);
  }
  CHECK(relative_difference(analytic, numeric) < 1e-8);
}

TEST_CASE("pc_hopfield: a batch gives what each of its columns gives alone") {
  const std::string topology = GENERATE("single", "loop");
  auto model = topology == "single" ? test::make_pc_hopfield({40}, topology, test::make_activation("tanh"))
                                    : test::make_pc_hopfield({20, 12, 8}, topology, test::make_activation("tanh"));
  using Form = BlockProduct::Form;
  model.weights = GENERATE(Form::dense, Form::factored);
  model.initial_width = 0.1;
  test::initialise(model);
  const Matrix states = test::random_matrix(80, 6);
  Matrix together(80, 6);
  model.flow(6)->derivative(states, together);
  for (Index trial = 0; trial < 6; ++trial) {
    Matrix alone(80, 1);
    model.flow(1)->derivative(states.col(trial), alone);
    CHECK(relative_difference(together.col(trial), alone) < 1e-13);
  }
}

TEST_CASE("pc_hopfield: weights stay on the edges of the topology") {
  auto model = test::make_pc_hopfield({3, 2, 2}, "loop", test::make_activation("identity"));
  model.initial_width = 1.0;
  model.initial_tied = GENERATE(true, false);
  test::initialise(model);
  model.correct(Vector::Ones(7), Vector::Ones(7), 1.0, 1.0, 1.0);
  // Layer 1 predicts layer 0, layer 2 predicts layer 1, layer 0 predicts layer 2.
  Matrix allowed = Matrix::Zero(7, 7);
  allowed.block(0, 3, 3, 2).setOnes();
  allowed.block(3, 5, 2, 2).setOnes();
  allowed.block(5, 0, 2, 3).setOnes();
  CHECK(((model.prediction_weights().array() != 0.0) == (allowed.array() != 0.0)).all());
  CHECK(((model.correction_weights().array() != 0.0) == (allowed.transpose().array() != 0.0)).all());
  CHECK((model.correction_weights() == model.prediction_weights().transpose()) == model.initial_tied);
}

TEST_CASE("pc_hopfield: a chain is the loop without its closing edge, and edges may be listed") {
  auto chain = test::make_pc_hopfield({3, 2, 2}, "chain", test::make_activation("identity"));
  PcHopfield listed = chain;
  listed.topology = {"", {{1, 0}, {2, 1}}};
  listed.check();
  for (auto* model : {&chain, &listed}) {
    test::initialise(*model);
    model->correct(Vector::Ones(7), Vector::Ones(7), 1.0, 1.0, 1.0);
  }
  CHECK(chain.prediction_weights() == listed.prediction_weights());
  CHECK(chain.prediction_weights().bottomRows(2).isZero());
}

TEST_CASE("pc_hopfield: without self-connections the diagonal stays zero") {
  auto model = test::make_pc_hopfield({5}, "single", test::make_activation("tanh"));
  model.self_connections = false;
  model.initial_width = 1.0;
  test::initialise(model);
  model.correct(Vector::Ones(5), Vector::Ones(5), 1.0, 1.0, 1.0);
  CHECK(model.prediction_weights().diagonal().isZero(0.0));
  CHECK(model.correction_weights().diagonal().isZero(0.0));
  CHECK((model.prediction_weights().array() != 0.0).count() == 20);
}

TEST_CASE("pc_hopfield: topologies that do not fit the layers are refused in words") {
  const auto attempt = [](std::vector<Index> layers, NamedPairs topology) {
    PcHopfield model;
    model.layer_sizes = std::move(layers);
    model.topology = std::move(topology);
    model.check();
  };
  CHECK_THROWS_WITH(attempt({}, {"single", {}}), "a network needs at least one layer");
  CHECK_THROWS_WITH(attempt({5, 5}, {"single", {}}),
                    "topology 'single' is one layer that predicts itself, and there are 2 layers; for several: loop, "
                    "chain, or a list of [predicting layer, predicted layer]");
  CHECK_THROWS_WITH(attempt({5}, {"loop", {}}), "topology 'loop' needs two layers or more; for one layer: single");
  CHECK_THROWS_WITH(attempt({5, 5}, {"", {{0, 2}}}), "edge [0, 2] names layer 2; layers are 0 to 1");
  CHECK_THROWS_WITH(attempt({5, 5}, {"", {{-1, 0}}}), "edge [-1, 0] names layer -1; layers are 0 to 1");
  CHECK_THROWS_WITH(attempt({5, 5}, {"", {{0, 1}, {0, 1}}}), "edge [0, 1] is given twice");
  CHECK_THROWS_WITH(attempt({5, 5}, {"", {}}), "a topology needs at least one edge");
  const Index many = Index{1} << 62;
  CHECK_THROWS_WITH(attempt({many, many}, {"loop", {}}),
                    Catch::Matchers::StartsWith("the weights M and W between so many units need "));
}

TEST_CASE("pc_hopfield: records its weights by the names of the equations") {
  auto model = test::make_pc_hopfield({2, 1}, "loop", test::make_activation("tanh"));
  test::initialise(model);
  model.correct((Vector(3) << 1.0, 2.0, 3.0).finished(), (Vector(3) << 4.0, 5.0, 6.0).finished(), 1.0, 1.0, 1.0);
  MemoryRecorder recorder;
  model.record(recorder);
  CHECK(recorder.find("M").dimensions == std::vector<std::string>{"unit", "source_unit"});
  CHECK(recorder.reals("M") == std::vector<double>{0, 0, 6, 0, 0, 12, 12, 15, 0});
  CHECK(recorder.reals("W") == std::vector<double>{0, 0, 12, 0, 0, 15, 6, 12, 0});
  CHECK(recorder.reals("b") == std::vector<double>{1, 2, 3});
  CHECK(std::get<std::vector<std::int64_t>>(recorder.find("layer_of_unit").values) ==
        std::vector<std::int64_t>{0, 0, 1});
}
