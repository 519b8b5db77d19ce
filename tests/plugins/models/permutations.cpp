// Laws of symmetry of the built-in plugins: no unit, pattern or trial is special, and time constants set the clock
// only.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/error.hpp>
#include <engram/facets.hpp>

#include "built_in_plugins.hpp"
#include "catch.hpp"
#include "conformance/settings.hpp"
#include "near.hpp"

using namespace engram;
using test::fits;
using test::relative_difference;
using test::units;
using test::world;

namespace {

using Permutation = Eigen::PermutationMatrix<Eigen::Dynamic>;

Permutation shuffled(Index size, std::uint64_t seed) {
  std::vector<int> order(static_cast<std::size_t>(size));
  std::iota(order.begin(), order.end(), 0);
  RandomStream random(seed, 7);
  random.shuffle(order);
  return Permutation(Eigen::Map<const Eigen::VectorXi>(order.data(), size));
}

Matrix signs(Index columns, std::uint64_t seed) {
  RandomStream random(seed, 3);
  return Matrix::NullaryExpr(units, columns, [&] { return random.sign(); });
}

/// The model of a plan, before training.
std::shared_ptr<Model> made(const Plan& plan) {
  std::shared_ptr<Model> model = run::compose(plan, world().catalogue).experiment.model;
  RandomStream initial = RandomStreams(1, "model").stream(0);
  model->initialise(initial);
  return model;
}

void teach(Model& model, const Plan& plan, const Matrix& patterns) {
  model.check_patterns(patterns);
  MemoryRecorder recorder;
  SilentMonitor monitor;
  for (const run::LabelledRule& each : run::compose(plan, world().catalogue).experiment.learning) {
    each.rule->train(model, {patterns, 1e-3, RandomStreams(1, "learning"), recorder, monitor});
  }
}

/// Values of the units, a column for each start, after some motion, with steps of `step` seconds if it is continuous.
Matrix moved(const Model& model, const Matrix& starts, double step = 0.01) {
  Matrix states(model.state_size(), starts.cols());
  model.start(starts, states);
  if (const auto* flow = dynamic_cast<const OffersFlow*>(&model)) {
    const auto motion = flow->flow(starts.cols());
    Matrix derivatives(states.rows(), states.cols());
    for (int at = 0; at < 20; ++at) {
      motion->derivative(states, derivatives);
      states += step * derivatives;
    }
  } else {
    std::vector<RandomStream> random(static_cast<std::size_t>(starts.cols()), RandomStream(1, 1));
    dynamic_cast<const OffersUpdates&>(model).updates(starts.cols())->update(states, {}, random);
  }
  return states.topRows(units);
}

/// The energy of each start, or no number if no energy is known for the model.
Vector energies(const Model& model, const Matrix& starts) {
  const auto* energy = dynamic_cast<const OffersEnergy*>(&model);
  try {
    model.check_use({OffersEnergy::facet});
  } catch (const ParameterError&) {
    energy = nullptr;
  }
  if (energy == nullptr) {
    return {};
  }
  Matrix states(model.state_size(), starts.cols());
  model.start(starts, states);
  Vector found(starts.cols());
  energy->energies(states, found);
  return found;
}

/// An experiment that draws no random numbers for single units.
Plan plan_of(const PluginInfo& model, const PluginInfo& rule) {
  Plan plan = world().plan(model, {&rule}, false);
  if (model.find("update") != nullptr) {
    plan.model = plan.model->with("update", std::string("synchronous"));
  }
  if (rule.name == "anti_hebbian") {
    LabelledPart& first = plan.learning.front();
    first.part = first.part.with("of", std::string("patterns"));
  }
  return plan;
}

/// Calls `check` for every model with every rule that fits it, in every setting of both without random numbers for
/// single units; returns the number of settings that trained.
template <class Check>
int for_each_network(const Check& check) {
  constexpr std::string_view random_words[] = {"asynchronous", "initial_width", "noise", "own_states", "heat_bath"};
  int count = 0;
  for (const PluginInfo* model : world().models) {
    for (const PluginInfo* rule : world().rules) {
      const Plan plan = plan_of(*model, *rule);
      if (!fits(plan)) {
        continue;
      }
      std::vector<conformance::Setting> settings = conformance::settings_of(plan, *model, world().catalogue);
      std::ranges::move(conformance::settings_of(plan, *rule, world().catalogue), std::back_inserter(settings));
      for (const conformance::Setting& setting : settings) {
        const auto is_in_words = [&](std::string_view word) { return setting.words.find(word) != std::string::npos; };
        if (std::ranges::any_of(random_words, is_in_words)) {
          continue;
        }
        CAPTURE(model->name, rule->name, setting.words);
        try {
          check(setting.plan);
          ++count;
        } catch (const RunError&) {
          // The patterns are not values that such units take, or the setting cannot be trained.
        }
      }
    }
  }
  return count;
}

}  // namespace

TEST_CASE("permutations: with the units in another order, a network learns and moves the same in that order") {
  const Permutation order = shuffled(units, 5);
  const Matrix patterns = signs(3, 1);
  const Matrix starts = signs(4, 2);
  const int count = for_each_network([&](const Plan& plan) {
    const auto one = made(plan);
    const auto other = made(plan);
    if (auto* features = dynamic_cast<OffersFeatures*>(other.get())) {
      features->feature_weights() = (features->feature_weights() * order.transpose()).eval();
    }
    teach(*one, plan, patterns);
    teach(*other, plan, order * patterns);
    CHECK(relative_difference(moved(*other, order * starts), order * moved(*one, starts)) < 1e-9);
    if (const Vector expected = energies(*one, starts); expected.size() > 0) {
      CHECK(relative_difference(energies(*other, order * starts), expected) < 1e-9);
    }
  });
  CHECK(count > 700);
}

TEST_CASE("permutations: rules that take all patterns at once do not depend on their order") {
  const Permutation order = shuffled(3, 6);
  const Matrix patterns = signs(3, 1);
  const Matrix starts = signs(4, 2);
  int count = 0;
  for_each_network([&](const Plan& plan) {
    const Part& rule = plan.learning.front().part;
    const std::vector<std::string> batch{"hebbian", "pseudo_inverse", "store"};
    const bool together =
        rule.plugin->name == "predictive_coding" && std::get<std::string>(rule.value("order")) == "together";
    if (!together && std::ranges::find(batch, rule.plugin->name) == batch.end()) {
      return;
    }
    ++count;
    const auto one = made(plan);
    const auto other = made(plan);
    teach(*one, plan, patterns);
    teach(*other, plan, patterns * order);
    CHECK(relative_difference(moved(*other, starts), moved(*one, starts)) < 1e-9);
  });
  CHECK(count > 300);
}

TEST_CASE("permutations: no trial depends on the others or on its place among them") {
  const Permutation order = shuffled(4, 8);
  const Matrix patterns = signs(3, 1);
  const Matrix starts = signs(4, 2);
  const int count = for_each_network([&](const Plan& plan) {
    const auto model = made(plan);
    teach(*model, plan, patterns);
    const Matrix together = moved(*model, starts);
    CHECK(relative_difference(moved(*model, starts * order), together * order) < 1e-12);
    CHECK(relative_difference(moved(*model, starts.leftCols(1)), together.leftCols(1)) < 1e-12);
  });
  CHECK(count > 700);
}

TEST_CASE("permutations: time constants set the clock of a flow, and nothing else") {
  const PluginInfo& pc_hopfield = world().plugin(Kind::model, "pc_hopfield");
  Plan plan = world().plan(pc_hopfield, {}, false);
  plan.model = plan.model->with("initial_width", 1.5);
  Plan slow = plan;
  for (const char* name : {"tau_v", "tau_e"}) {
    slow.model = slow.model->with(name, 4.0 * std::get<double>(plan.model->value(name)));
  }
  const Matrix starts = signs(4, 2);
  const Matrix expected = moved(*made(plan), starts);
  CHECK(relative_difference(moved(*made(slow), starts, 0.04), expected) < 1e-12);
  CHECK(relative_difference(moved(*made(slow), starts), expected) > 1e-3);
}

TEST_CASE("permutations: Hebbian weights grow with the square of the patterns") {
  Plan plan =
      world().plan(world().plugin(Kind::model, "hopfield"), {&world().plugin(Kind::learning_rule, "hebbian")}, false);
  plan.model = plan.model->with("weights", std::string("dense"));
  const Matrix patterns = signs(3, 1);
  for (const char* mean : {"zero", "patterns"}) {
    LabelledPart& rule = plan.learning.front();
    rule.part = rule.part.with("mean", std::string(mean));
    const auto weights = [&](const Matrix& learned) -> Matrix {
      const auto model = made(plan);
      MemoryRecorder recorder;
      SilentMonitor monitor;
      run::compose(plan, world().catalogue)
          .experiment.learning.front()
          .rule->train(*model, {learned, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
      return dynamic_cast<OffersPairwiseWeights&>(*model).weights();
    };
    CHECK(relative_difference(weights(0.5 * patterns), 0.25 * weights(patterns)) < 1e-12);
  }
}
