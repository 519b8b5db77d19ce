// A Hopfield network that keeps patterns in place of weights moves like the one with the matrix, to the last bit.
#include "catch.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "near.hpp"
#include "packed.hpp"
#include "same_records.hpp"

using namespace engram;
using test::updated;

namespace {

using Update = Hopfield::Update;
using Weights = Hopfield::Weights;

Hopfield taught(const LearningRule& rule, const Matrix& patterns, Weights weights, Update update,
                Hopfield::AtZero at_zero = Hopfield::AtZero::keep,
                Hopfield::Response response = Hopfield::Response::sign) {
  Hopfield model = test::make_hopfield(patterns.rows(), update);
  model.held_weights = weights;
  model.at_zero = at_zero;
  model.response = response;
  test::teach(model, rule, patterns);
  return model;
}

/// Copies of the patterns, three units in ten of which are turned.
Matrix damaged(Matrix patterns) {
  RandomStream random = RandomStreams(5, "damage").stream(0);
  for (double& value : patterns.reshaped()) {
    value = random.uniform() < 0.3 ? -value : value;
  }
  return patterns;
}

}  // namespace

TEST_CASE("outer products: binary patterns give the same states as the matrix, whatever the sizes") {
  for (const auto& [units, count] : {std::pair<Index, Index>{64, 1}, {100, 4}, {130, 9}, {257, 40}, {70, 64}}) {
    const Matrix patterns = test::random_signs(units, count);
    const Matrix starts = damaged(patterns);
    for (const auto mean : {Hebbian::Mean::zero, Hebbian::Mean::patterns}) {
      for (const bool self : {false, true}) {
        Hebbian rule;
        rule.normalisation = Hebbian::Normalisation::patterns;
        rule.mean = mean;
        rule.self_connections = self;
        for (const auto update : {Update::synchronous, Update::asynchronous}) {
          for (const auto at_zero : {Hopfield::AtZero::keep, Hopfield::AtZero::zero}) {
            const Hopfield dense = taught(rule, patterns, Weights::dense, update, at_zero);
            const Hopfield implicit = taught(rule, patterns, Weights::implicit, update, at_zero);
            REQUIRE(dense.products() == nullptr);
            REQUIRE(implicit.products()->patterns().packed());
            for (const int times : {1, 2, 7}) {
              INFO(units << " units, " << count << " patterns, " << times << " updates");
              REQUIRE(updated(implicit, starts, times) == updated(dense, starts, times));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("outer products: fields of binary patterns are whole numbers, and exact") {
  const Matrix patterns = test::random_signs(300, 21);
  Hebbian rule;
  rule.normalisation = Hebbian::Normalisation::none;
  const Hopfield dense = taught(rule, patterns, Weights::dense, Update::synchronous);
  const Hopfield implicit = taught(rule, patterns, Weights::implicit, Update::synchronous);
  const Matrix states = test::random_signs(300, 5, 77);
  Matrix of_dense(300, 5);
  Matrix of_implicit(300, 5);
  dense.fields(states, of_dense);
  implicit.fields(states, of_implicit);
  CHECK(of_implicit == of_dense);
  CHECK(of_implicit == of_implicit.array().round().matrix());
}

TEST_CASE("outer products: starts that are no signs, and held units, move as with the matrix") {
  const Matrix patterns = test::random_signs(100, 5);
  Matrix starts = 0.3 * test::random_signs(100, 5, 3);
  starts.topRows(20).setZero();
  Mask held = Mask::Constant(100, 5, false);
  held.topRows(10) = true;
  for (const auto update : {Update::synchronous, Update::asynchronous}) {
    const Hopfield dense = taught(Hebbian(), patterns, Weights::dense, update);
    const Hopfield implicit = taught(Hebbian(), patterns, Weights::implicit, update);
    CHECK(updated(implicit, starts, 1) == updated(dense, starts, 1));
    CHECK(updated(implicit, starts, 6, held) == updated(dense, starts, 6, held));
  }
}

TEST_CASE("outer products: graded responses and real patterns agree with the matrix but for rounding") {
  RandomStream random = RandomStreams(3, "test").stream(0);
  const Matrix patterns = Matrix::NullaryExpr(90, 6, [&] { return random.normal(); });
  for (const auto update : {Update::synchronous, Update::asynchronous}) {
    const Hopfield dense =
        taught(Hebbian(), patterns, Weights::dense, update, Hopfield::AtZero::keep, Hopfield::Response::tanh);
    const Hopfield implicit =
        taught(Hebbian(), patterns, Weights::implicit, update, Hopfield::AtZero::keep, Hopfield::Response::tanh);
    CHECK_FALSE(implicit.products()->patterns().packed());
    CHECK(test::relative_difference(updated(implicit, patterns, 3), updated(dense, patterns, 3)) < 1e-12);
    Vector of_dense(6);
    Vector of_implicit(6);
    const Matrix states = patterns.array().tanh();  // within the range of the units
    dense.energies(states, of_dense);
    implicit.energies(states, of_implicit);
    CHECK(test::relative_difference(of_implicit, of_dense) < 1e-12);
  }
}

TEST_CASE("outer products: a trial that came to rest moves again when others change its state") {
  const Matrix patterns = test::random_signs(128, 3);
  const Hopfield model = taught(Hebbian(), patterns, Weights::implicit, Update::synchronous);
  std::vector<RandomStream> random = test::trial_streams(3);
  const auto updates = model.updates(3);
  Matrix states = patterns;
  updates->update(states, {}, random);
  updates->update(states, {}, random);
  REQUIRE(states == patterns);
  states = damaged(patterns);
  const Matrix expected = updated(model, states, 1);
  updates->update(states, {}, random);
  CHECK(states == expected);
}

TEST_CASE("outer products: several rules add up, and a rule that writes a matrix multiplies them out") {
  const Matrix first = test::random_signs(80, 3);
  const Matrix second = test::random_signs(80, 2, 9);
  for (const auto weights : {Weights::dense, Weights::implicit}) {
    Hopfield model = taught(Hebbian(), first, weights, Update::synchronous);
    test::teach(model, Hebbian(), second);
    Matrix both(80, 5);
    both << first, second;
    Hopfield at_once = taught(Hebbian(), both, weights, Update::synchronous);
    CHECK(test::relative_difference(model.weights(), at_once.weights()) < 1e-14);
    CHECK(model.products() == nullptr);
  }
  Hopfield projected = taught(PseudoInverse(), first, Weights::implicit, Update::synchronous);
  CHECK_FALSE(projected.products()->patterns().packed());
  Hopfield dense = taught(PseudoInverse(), first, Weights::dense, Update::synchronous);
  CHECK(test::relative_difference(projected.weights(), dense.weights()) < 1e-13);
  const Hopfield stored = taught(Storkey(), first, Weights::automatic, Update::synchronous);
  CHECK(stored.products() == nullptr);
}

TEST_CASE("outer products: auto takes the patterns where they are faster") {
  const auto is_implicit = [](Index units, Index count, Update update) {
    return taught(Hebbian(), test::random_signs(units, count), Weights::automatic, update).products() != nullptr;
  };
  CHECK(is_implicit(100, 10, Update::synchronous));
  CHECK_FALSE(is_implicit(100, 60, Update::synchronous));
  CHECK_FALSE(is_implicit(100, 10, Update::asynchronous));
  CHECK(is_implicit(5000, 2, Update::asynchronous));
}

TEST_CASE("outer products: weights follow from what is recorded") {
  const Matrix patterns = test::random_signs(20, 3);
  Hebbian rule;
  rule.mean = Hebbian::Mean::patterns;
  Hopfield model = taught(rule, patterns, Weights::implicit, Update::synchronous);
  MemoryRecorder recorder;
  model.record(recorder);
  const auto& signs = std::get<std::vector<std::int8_t>>(recorder.find("X").values);
  Matrix W = Matrix::Zero(20, 20);
  for (Index pattern = 0; pattern < 3; ++pattern) {
    Vector x(20);
    std::copy_n(signs.begin() + 20 * pattern, 20, x.begin());
    x.array() -= recorder.reals("pattern_mean")[static_cast<std::size_t>(pattern)];
    W += recorder.reals("pattern_factor")[static_cast<std::size_t>(pattern)] * x * x.transpose();
  }
  W.diagonal() -= Eigen::Map<const Vector>(recorder.reals("diagonal").data(), 20);
  CHECK(test::relative_difference(W, Matrix(model.weights())) < 1e-14);
}

TEST_CASE("outer products: implicit weights do not fit a rule that writes into a matrix") {
  Hopfield model = test::make_hopfield(10);
  model.held_weights = Weights::implicit;
  CHECK_NOTHROW(model.check_use({OffersOuterProducts::facet}));
  try {
    model.check_use({OffersPairwiseWeights::facet});
    FAIL("no error");
  } catch (const ParameterError& error) {
    CHECK(error.parameter() == "weights");
    CHECK(std::string(error.what()) ==
          "implicit weights are sums of outer products, and a learning rule of this spec writes into a matrix; "
          "allowed: auto, dense");
  }
}

TEST_CASE("outer products: patterns held as bits teach the same weights, to the last bit") {
  Hebbian centred;
  centred.mean = Hebbian::Mean::patterns;
  centred.biases = Hebbian::Biases::mean_pattern;
  Hebbian with_diagonal;
  with_diagonal.self_connections = true;
  const PseudoInverse projection;
  const std::vector<const LearningRule*> rules{&centred, &with_diagonal, &projection};
  for (const LearningRule* rule : rules) {
    for (const Weights weights : {Weights::dense, Weights::implicit}) {
      for (const auto& size : {std::pair<Index, Index>{1, 1}, {64, 8}, {70, 17}}) {
        // clang 14 captures no names of a structured binding in a lambda.
        const Index units = size.first;
        const Index count = size.second;
        CAPTURE(units, count, weights == Weights::dense);
        const Matrix signs = test::random_signs(units, count);
        const auto records_of = [&](const Patterns& patterns) {
          Hopfield model = test::make_hopfield(units, Update::synchronous);
          model.held_weights = weights;
          MemoryRecorder recorder = test::teach(model, *rule, patterns);
          model.record(recorder);
          return recorder;
        };
        test::check_same_records(records_of(signs), records_of(test::packed(signs)));
      }
    }
  }
}

TEST_CASE("outer products: bits are added to earlier patterns of any form") {
  const Matrix first = test::random_signs(70, 5);
  const Matrix second = test::random_signs(70, 6, 12);
  const Matrix starts = damaged(first);
  Matrix whole(70, 11);
  whole << first, second;
  const Hopfield at_once = taught(Hebbian(), whole, Weights::implicit, Update::synchronous);
  for (const bool first_packed : {false, true}) {
    for (const bool second_packed : {false, true}) {
      Hopfield model = test::make_hopfield(70, Update::synchronous);
      model.held_weights = Weights::implicit;
      test::teach(model, Hebbian(), first_packed ? test::packed(first) : Patterns(first));
      test::teach(model, Hebbian(), second_packed ? test::packed(second) : Patterns(second));
      CHECK(updated(model, starts, 3) == updated(at_once, starts, 3));
      CHECK(model.products()->patterns().unpacked() == whole);
    }
  }
  // Grey values after bits make all patterns numbers.
  Hopfield model = test::make_hopfield(70, Update::synchronous);
  model.held_weights = Weights::implicit;
  model.response = Hopfield::Response::tanh;
  test::teach(model, Hebbian(), test::packed(first));
  test::teach(model, Hebbian(), Matrix(0.5 * second));
  CHECK_FALSE(model.products()->patterns().packed());
  CHECK(model.products()->patterns().column(7) == 0.5 * second.col(2));
}
