#include "plugins/models/hopfield.cpp"

#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "networks.hpp"
#include "plugins/learning_rules/hebbian.cpp"
#include "plugins/learning_rules/pseudo_inverse.cpp"
#include "plugins/learning_rules/storkey.cpp"

using namespace engram;
using Json = nlohmann::json;

namespace {

Json reference_case(const std::string& beginning) {
  std::ifstream file(ENGRAM_TEST_REFERENCE "/hopfield.json");
  const Json whole = Json::parse(file);
  for (const Json& each : whole.at("cases")) {
    if (each.at("name").get<std::string>().starts_with(beginning)) {
      return each;
    }
  }
  throw std::logic_error("no case " + beginning);
}

Vector vector_of(const Json& json) {
  const auto values = json.get<std::vector<double>>();
  return Eigen::Map<const Vector>(values.data(), std::ssize(values));
}

Matrix rows_of(const Json& json) {
  Matrix matrix(std::ssize(json), std::ssize(json.front()));
  for (Index row = 0; row < matrix.rows(); ++row) {
    matrix.row(row) = vector_of(json[static_cast<std::size_t>(row)]).transpose();
  }
  return matrix;
}

plugins::Hopfield make_hopfield(Index units) {
  plugins::Hopfield model;
  model.unit_count = units;
  model.check();
  RandomStream random = RandomStreams(1, "model").stream(0);
  model.initialise(random);
  return model;
}

MemoryRecorder learn(const LearningRule& rule, plugins::Hopfield& model, const Matrix& patterns) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(model, {patterns, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
  return recorder;
}

/// `updates` updates of every column.
Matrix updated(const plugins::Hopfield& model, Matrix states, int updates, const Mask& held = {}) {
  const auto motion = model.updates(states.cols());
  std::vector<RandomStream> random;
  for (Index trial = 0; trial < states.cols(); ++trial) {
    random.push_back(RandomStreams(3, "motion").stream(static_cast<std::uint64_t>(trial)));
  }
  for (int update = 0; update < updates; ++update) {
    motion->update(states, held, random);
  }
  return states;
}

double energy_of(const plugins::Hopfield& model, const Matrix& state) {
  Vector energy(1);
  model.energies(state, energy);
  return energy[0];
}

Matrix random_signs(Index rows, Index columns, std::uint64_t seed) {
  RandomStream random = RandomStreams(seed, "signs").stream(0);
  return Matrix::NullaryExpr(rows, columns, [&] { return random.sign(); });
}

}  // namespace

TEST_CASE("hopfield: weights, updates and energies are those of the reference") {
  using Normalisation = plugins::Hebbian::Normalisation;
  const auto [name, normalisation] = GENERATE(std::pair{"hebbian, units", Normalisation::units},
                                              std::pair{"hebbian, patterns", Normalisation::patterns},
                                              std::pair{"hebbian, one", Normalisation::none});
  CAPTURE(name);
  const Json reference = reference_case(name);
  const Matrix patterns = rows_of(reference.at("patterns")).transpose();
  plugins::Hebbian rule;
  rule.normalisation = normalisation;
  rule.mean =
      reference.at("rho").get<double>() == 0.0 ? plugins::Hebbian::Mean::zero : plugins::Hebbian::Mean::patterns;
  plugins::Hopfield model = make_hopfield(patterns.rows());
  learn(rule, model, patterns);
  CHECK((Matrix(model.weights()) - rows_of(reference.at("W"))).cwiseAbs().maxCoeff() < 1e-12);

  model.biases() = vector_of(reference.at("bias"));
  model.threshold = reference.at("threshold").get<double>();
  const Vector start = vector_of(reference.at("s0"));
  model.update = plugins::Hopfield::Update::synchronous;
  for (const int count : {1, 20}) {
    CHECK(updated(model, start, count).col(0) ==
          vector_of(reference.at("synchronous_sign_keep_after").at(std::to_string(count))));
  }
  Vector state = start;
  Matrix field(state.size(), 1);
  std::vector<double> energies{energy_of(model, state)};
  const Json& orders = reference.at("asynchronous_orders");
  for (std::size_t sweep = 0; sweep < orders.size(); ++sweep) {
    for (const Index unit : orders[sweep].get<std::vector<Index>>()) {
      model.fields(state, field);
      model.sweep({unit}, state, field.col(0));
      energies.push_back(energy_of(model, state));
    }
    CHECK(state == vector_of(reference.at("asynchronous_after_each_sweep")[sweep]));
  }
  const Vector expected = vector_of(reference.at("energy_after_each_unit"));
  REQUIRE(std::ssize(energies) == expected.size());
  for (Index at = 0; at < expected.size(); ++at) {
    CHECK(energies[static_cast<std::size_t>(at)] == Approx(expected[at]).margin(1e-11));
  }
  model.response = plugins::Hopfield::Response::tanh;
  model.temperature = 0.7;
  CHECK((updated(model, start, 20).col(0) - vector_of(reference.at("synchronous_tanh_T_0.7_after_20")))
            .cwiseAbs()
            .maxCoeff() < 1e-12);
  model.response = plugins::Hopfield::Response::sign;
  model.at_zero = plugins::Hopfield::AtZero::zero;
  model.biases().setZero();
  model.threshold = 0.0;
  CHECK(updated(model, start, 20).col(0) == vector_of(reference.at("canns_settings_no_bias_no_threshold_after_20")));
}

TEST_CASE("storkey and pseudo_inverse: weights are those of the reference") {
  const Json storkey = reference_case("storkey");
  const Matrix patterns = rows_of(storkey.at("patterns")).transpose();
  plugins::Hopfield model = make_hopfield(patterns.rows());
  plugins::Storkey rule;
  rule.self_connections = true;
  learn(rule, model, patterns);
  CHECK((Matrix(model.weights()) - rows_of(storkey.at("W"))).cwiseAbs().maxCoeff() < 1e-12);
  const Json projection = reference_case("pseudo_inverse");
  const MemoryRecorder recorder =
      learn(plugins::PseudoInverse(), model, rows_of(projection.at("patterns")).transpose());
  CHECK((Matrix(model.weights()) - rows_of(projection.at("W"))).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(recorder.reals("fraction_fixed").front() == 1.0);
}

TEST_CASE("pseudo_inverse: a pattern that others make up adds nothing") {
  Matrix patterns = random_signs(20, 3, 5);
  patterns.col(2) = -patterns.col(0);
  plugins::Hopfield model = make_hopfield(20);
  const MemoryRecorder recorder = learn(plugins::PseudoInverse(), model, patterns);
  CHECK(recorder.reals("rank").front() == 2.0);
  CHECK((Matrix(model.weights()) * patterns - patterns).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("storkey: holds more patterns than hebbian") {
  const Matrix patterns = random_signs(200, 40, 11);
  plugins::Hopfield model = make_hopfield(200);
  const double storkey = learn(plugins::Storkey(), model, patterns).reals("fraction_fixed").front();
  const double hebbian = learn(plugins::Hebbian(), model, patterns).reals("fraction_fixed").front();
  CHECK(storkey > hebbian + 0.2);
}

TEST_CASE("hopfield: asynchronous updates never raise the energy, and end at a fixed point") {
  plugins::Hopfield model = make_hopfield(60);
  learn(plugins::Hebbian(), model, random_signs(60, 12, 2));
  Matrix state = random_signs(60, 1, 3);
  double before = energy_of(model, state);
  for (int sweep = 0; sweep < 15; ++sweep) {
    state = updated(model, state, 1);
    const double after = energy_of(model, state);
    CHECK(after <= before + 1e-12);
    before = after;
  }
  CHECK(updated(model, state, 1) == state);
}

TEST_CASE("hopfield: synchronous updates can run in a circle of two") {
  plugins::Hopfield model = make_hopfield(2);
  model.update = plugins::Hopfield::Update::synchronous;
  model.weights() << 0.0, 1.0, 1.0, 0.0;
  const Vector start = (Vector(2) << 1.0, -1.0).finished();
  CHECK(updated(model, start, 1).col(0) == -start);
  CHECK(updated(model, start, 2).col(0) == start);
}

TEST_CASE("hopfield: a unit at a zero field keeps its value or becomes zero, and nan stays nan") {
  plugins::Hopfield model = make_hopfield(1);
  CHECK(model.respond(0.0, -1.0) == -1.0);
  model.at_zero = plugins::Hopfield::AtZero::zero;
  CHECK(model.respond(0.0, -1.0) == 0.0);
  CHECK(std::isnan(model.respond(std::nan(""), 1.0)));
}

TEST_CASE("hopfield: trials do not influence each other, and held units stay") {
  const auto update = GENERATE(plugins::Hopfield::Update::synchronous, plugins::Hopfield::Update::asynchronous);
  plugins::Hopfield model = make_hopfield(40);
  model.update = update;
  learn(plugins::Hebbian(), model, random_signs(40, 3, 2));
  const Matrix starts = random_signs(40, 5, 9);
  Mask held = Mask::Constant(40, 5, false);
  held.topRows(7) = true;
  const Matrix ends = updated(model, starts, 4, held);
  CHECK(ends.topRows(7) == starts.topRows(7));
  CHECK(ends.bottomRows(33) != starts.bottomRows(33));
  CHECK(updated(model, starts.leftCols(1), 4, held.leftCols(1)) == ends.leftCols(1));
}

TEST_CASE("hopfield: more units than memory holds are refused before they are allocated") {
  plugins::Hopfield model;
  model.unit_count = Index{1} << 30;
  CHECK_THROWS_WITH(model.check(), Catch::Matchers::StartsWith("the weights W between so many units need "));
}
