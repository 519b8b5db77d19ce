// Models that take the weights which they recorded, and messages about weights that do not fit.
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <engram/facets.hpp>
#include <engram/stored_weights.hpp>

#include "built_in_plugins.hpp"
#include "catch.hpp"
#include "run/run.hpp"

using namespace engram;
using Catch::Matchers::Contains;
using test::Values;
using test::world;

namespace {

using Made = std::shared_ptr<Model>;

Made made(const std::string& plugin, const Values& changes = {}) {
  Part part = world().model_part(world().plugin(Kind::model, plugin));
  for (const auto& [name, value] : changes) {
    part = part.with(name, value);
  }
  Made model = make<Model>(part);
  RandomStream random = RandomStreams(1, "model").stream(0);
  model->initialise(random);
  return model;
}

std::vector<Dataset> records_of(const Model& model) {
  MemoryRecorder recorder;
  model.record(recorder);
  return recorder.datasets;
}

/// A model with the weights of another one.
Made restored(const Model& original, const std::string& plugin, const Values& changes = {}) {
  Made model = made(plugin, changes);
  run::restore(*model, StoredWeights(records_of(original)));
  return model;
}

/// The message of a model that refuses weights.
std::string refusal(const std::string& plugin, const Values& changes, std::vector<Dataset> stored) {
  try {
    run::restore(*made(plugin, changes), StoredWeights(std::move(stored)));
  } catch (const RunError& error) {
    return error.what();
  }
  return "taken";
}

Matrix signs(Index patterns, std::uint64_t seed) {
  RandomStream random = RandomStreams(seed, "test").stream(0);
  return Matrix::NullaryExpr(test::units, patterns, [&] { return random.sign(); });
}

OffersOuterProducts& products_of(const Made& model) {
  return dynamic_cast<OffersOuterProducts&>(*model);
}

void check_same(const Model& a, const Model& b) {
  const std::vector<Dataset> left = records_of(a);
  const std::vector<Dataset> right = records_of(b);
  REQUIRE(left.size() == right.size());
  for (std::size_t at = 0; at < left.size(); ++at) {
    INFO(left[at].name);
    CHECK(left[at].name == right[at].name);
    CHECK(left[at].shape == right[at].shape);
    CHECK(left[at].values == right[at].values);
  }
}

/// The fields of two Hopfield networks in the same states agree to the last bit.
void check_fields(const Made& a, const Made& b) {
  const Matrix states = signs(5, 9);
  Matrix left(states.rows(), states.cols());
  Matrix right = left;
  products_of(a).fields(states, left);
  products_of(b).fields(states, right);
  CHECK(left == right);
  CHECK(products_of(a).largest_field() == products_of(b).largest_field());
}

/// Hebbian weights of three patterns, less some of other states.
void teach(const Made& model) {
  products_of(model).add_outer_products(signs(3, 1), 0.0, 1.0 / 3.0, false);
  products_of(model).add_outer_products(signs(2, 2), 0.1, -0.07, false);
  products_of(model).biases() += Vector::LinSpaced(test::units, -0.3, 0.9);
}

}  // namespace

TEST_CASE("restored: every built-in model takes weights of a stored result") {
  for (const PluginInfo* model : world().models) {
    INFO(model->name);
    CHECK(contains(model->offers, OffersStoredWeights::facet));
  }
}

TEST_CASE("restored: a Hopfield network as a matrix, as patterns, and as patterns that become a matrix") {
  for (const std::string weights : {"dense", "implicit"}) {
    const Made original = made("hopfield", {{"weights", weights}});
    teach(original);
    for (const std::string held : {"dense", "implicit", "auto"}) {
      if (weights == "dense" && held == "implicit") {
        continue;
      }
      INFO(weights << " as " << held);
      const Made copy = restored(*original, "hopfield", {{"weights", held}});
      if (weights == "dense" || held != "dense") {
        check_same(*original, *copy);
        check_fields(original, copy);
        teach(original);
        teach(copy);
        check_same(*original, *copy);
        check_fields(original, copy);
      } else {
        CHECK(records_of(*copy).front().name == "W");
      }
    }
  }
}

TEST_CASE("restored: outer products with and without their diagonals, in one network") {
  const Made original = made("hopfield", {{"weights", std::string("implicit")}});
  products_of(original).add_outer_products(signs(3, 1), 0.0, 0.125, false);
  CHECK(records_of(*original).size() == 5);
  products_of(original).add_outer_products(signs(2, 2), 0.2, 0.3, true);
  CHECK(records_of(*original).size() == 6);
  products_of(original).add_outer_products(Matrix(signs(2, 3) * 0.4), 0.2, 0.3, false);
  const Made copy = restored(*original, "hopfield");
  check_same(*original, *copy);
  check_fields(original, copy);

  const Made with_all = made("hopfield", {{"weights", std::string("implicit")}});
  products_of(with_all).add_outer_products(signs(3, 1), 0.0, 0.1, true);
  const Made again = restored(*with_all, "hopfield");
  check_same(*with_all, *again);
  check_fields(with_all, again);
}

TEST_CASE("restored: weights of engram 0.1, without the terms of their sums") {
  const Made original = made("hopfield");
  dynamic_cast<OffersPairwiseWeights&>(*original).weights() = signs(8, 4);
  std::vector<Dataset> stored = records_of(*original);
  std::erase_if(stored, [](const Dataset& each) { return each.name == "weight_terms"; });
  const Made copy = made("hopfield");
  run::restore(*copy, StoredWeights(stored));
  check_same(*original, *copy);
}

TEST_CASE("restored: messages about weights that do not fit") {
  const Made original = made("linear_layer");
  const std::vector<Dataset> stored = records_of(*original);
  CHECK(refusal("linear_layer", {}, stored) == "taken");
  CHECK(refusal("linear_layer", {{"outputs", std::int64_t{2}}}, stored) ==
        "'W' is 3 x 8 (output x unit), and the model takes 2 x 8");
  CHECK(refusal("linear_layer", {}, {}) == "there is no dataset 'W' among them; stored: none");
  std::vector<Dataset> renamed = stored;
  renamed[0].name = "V";
  CHECK(refusal("linear_layer", {}, renamed) == "there is no dataset 'W' among them; stored: V");
  std::vector<Dataset> lost = stored;
  std::get<std::vector<double>>(lost[0].values)[5] = std::numeric_limits<double>::quiet_NaN();
  CHECK(refusal("linear_layer", {}, lost) == "'W' holds nan as its value 5, and weights are finite");
  std::vector<Dataset> texts = stored;
  texts[0].values = std::vector<std::string>(24, "a");
  CHECK(refusal("linear_layer", {}, texts) == "'W' holds texts, and the model takes numbers");
  std::vector<Dataset> single = stored;
  single[0].shape = {};
  single[0].dimensions = {};
  CHECK(refusal("linear_layer", {}, single) == "'W' is a single number, and the model takes 3 x 8");
  const auto memories = [](Index length, double value) {
    return std::vector<Dataset>{{"X",
                                 {"stored_pattern", "unit"},
                                 {1, length},
                                 std::vector<double>(static_cast<std::size_t>(length), value),
                                 "1",
                                 "Memories."}};
  };
  CHECK(refusal("dense_associative_memory", {}, memories(7, 1.0)) ==
        "'X' is 1 x 7 (stored_pattern x unit), and the model takes any number x 8");
  CHECK_THAT(refusal("dense_associative_memory", {}, memories(8, 0.5)),
             Contains("a dense associative memory stores values of +1 and -1, and pattern 0 has 0.5 at unit 0"));
}

TEST_CASE("restored: predictive coding refuses weights between units that it does not connect") {
  const auto layers = [](std::vector<std::int64_t> sizes, const std::string& topology, bool self = true) {
    return Values{{"layers", Value{std::move(sizes)}},
                  {"topology", topology},
                  {"self_connections", self},
                  {"initial_width", 0.5}};
  };
  const Made loop = made("pc_hopfield", layers({5, 3}, "loop"));
  check_same(*loop, *restored(*loop, "pc_hopfield", layers({5, 3}, "loop")));
  check_same(*loop, *restored(*loop, "pc_hopfield", layers({5, 3}, "loop", false)));
  CHECK(refusal("pc_hopfield", layers({5, 3}, "chain"), records_of(*loop)) ==
        "'M' has a weight from unit 0 to unit 5, which these settings do not connect; `layers`, `topology` and "
        "`self_connections` are those of the stored network, or connect more");
  const Made single = made("pc_hopfield", layers({8}, "single"));
  CHECK_THAT(refusal("pc_hopfield", layers({8}, "single", false), records_of(*single)),
             Contains("'M' has a weight from unit 0 to unit 0"));
  CHECK_THAT(refusal("pc_hopfield", layers({9}, "single"), records_of(*single)),
             Contains("'M' is 8 x 8 (unit x source_unit), and the model takes 9 x 9"));
}

TEST_CASE("restored: a model without the facet says so") {
  struct Plain : Model {
    [[nodiscard]] Index units() const override { return 1; }
    void initialise(RandomStream& /*random*/) override {}
    void record(Recorder& /*recorder*/) const override {}
  };
  Plain plain;
  CHECK_THROWS_WITH(run::restore(plain, StoredWeights({})), "the model cannot take weights of another result");
}
