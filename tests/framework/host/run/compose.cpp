#include "run/compose.hpp"

#include "catch.hpp"
#include "parts.hpp"

using namespace engram;

namespace {

struct World {
  PluginInfo decaying = model<test::Decaying>("decaying", "Falls.");
  PluginInfo halving = model<test::Halving>("halving", "Halves.");
  PluginInfo still = model<test::Still>("still", "Stays.");
  PluginInfo counting = learning_rule<test::Counting>("counting", "Counts.");
  PluginInfo needy = learning_rule<test::NeedsErrorNodes>("needy", "Needs error nodes.");
  PluginInfo ones = pattern_source<test::Ones>("ones", "Ones.");
  PluginInfo one_step = integrator<test::OneStep>("one_step", "One step.");
  PluginInfo ending = analysis<test::Ending>("ending", "End.");
  PluginInfo asking = analysis<test::AsksForTime>("asking", "Time.");
  Catalogue catalogue;

  World() {
    for (const PluginInfo* plugin :
         {&decaying, &halving, &still, &counting, &needy, &ones, &one_step, &ending, &asking}) {
      catalogue.add(*plugin);
    }
  }

  /// A part with every default, but for the values given.
  static Part part(const PluginInfo& plugin, std::vector<std::pair<std::string, Value>> values = {}) {
    Part made{&plugin, std::move(values)};
    for (const Parameter& parameter : plugin.parameters) {
      if (std::holds_alternative<std::monostate>(made.value(parameter.name))) {
        made.values.emplace_back(parameter.name, parameter.default_value);
      }
    }
    return made;
  }

  [[nodiscard]] run::Plan plan() const {
    return {"", 1, part(ones), part(decaying), part(one_step), {{"", part(counting)}}, {{"ending", part(ending)}}};
  }
  [[nodiscard]] std::vector<std::string> misfits(const run::Plan& plan) const {
    std::vector<std::string> texts;
    for (const run::Misfit& misfit : run::compose(plan, catalogue).misfits) {
      std::string text = misfit.path + ": " + misfit.message;
      for (const std::string& note : misfit.notes) {
        text += " | " + note;
      }
      texts.push_back(text);
    }
    return texts;
  }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("compose: parts that fit become an experiment") {
  const World world;
  const run::Composition made = run::compose(world.plan(), world.catalogue);
  CHECK(made.misfits.empty());
  CHECK(made.experiment.model->units() == 3);
  CHECK(made.experiment.analyses.at(0).label == "ending");
}

TEST_CASE("compose: a rule that needs what the model has not is refused in words") {
  World world;
  run::Plan plan = world.plan();
  plan.learning = {{"", World::part(world.needy)}};
  CHECK(
      world.misfits(plan) ==
      Texts{"learning: learning rule 'needy' needs error nodes; model 'decaying' has none | no model that was found "
            "has them"});
  struct WithErrorNodes : test::Decaying, OffersErrorNodes {
    [[nodiscard]] double tau_e() const override { return 1.0; }
    [[nodiscard]] double xi() const override { return 1.0; }
    void rates(const ConstVectorView& /*values*/, VectorView /*rates*/) const override {}
    void residual(const ConstVectorView& /*v*/, const ConstVectorView& /*f*/, VectorView /*r*/) const override {}
    void predictor_power(const ConstVectorView& /*rates*/, VectorView /*power*/) const override {}
    void value_derivative(const ConstVectorView& /*values*/, const ConstVectorView& /*errors*/,
                          VectorView /*derivative*/) const override {}
    void correct(const ConstVectorView& /*errors*/, const ConstVectorView& /*rates*/, double /*m*/, double /*w*/,
                 double /*b*/) override {}
  };
  const PluginInfo fitting = model<WithErrorNodes>("fitting", "Has them.");
  world.catalogue.add(fitting);
  CHECK(world.misfits(plan) ==
        Texts{"learning: learning rule 'needy' needs error nodes; model 'decaying' has none | models that have them: "
              "fitting"});
}

TEST_CASE("compose: a network in continuous time needs an integrator, another must not have one") {
  const World world;
  run::Plan plan = world.plan();
  plan.integrator.reset();
  CHECK(world.misfits(plan) ==
        Texts{"model: model 'decaying' moves in continuous time, and the spec names no integrator | integrators: "
              "one_step | for example: integrator: {plugin: euler, time_step: 1 ms}"});
  plan = world.plan();
  plan.model = World::part(world.still);
  CHECK(world.misfits(plan) ==
        Texts{"analyses.ending: analysis 'ending' needs a flow or discrete updates; model 'still' has none | models "
              "that have them: decaying, halving",
              "integrator: integrator 'one_step' needs a flow; model 'still' has none | models "
              "that have them: decaying"});
}

TEST_CASE("compose: parts are told how the network moves, with or without an integrator that does not fit") {
  const World world;
  run::Plan plan = world.plan();
  plan.analyses = {{"asking", World::part(world.asking)}};
  CHECK(world.misfits(plan) == Texts{"analyses.asking: seconds in steps"});
  plan.model = World::part(world.halving);
  CHECK(world.misfits(plan) == Texts{"integrator: integrator 'one_step' needs a flow; model 'halving' has none | "
                                     "models that have them: decaying",
                                     "analyses.asking: updates"});
  plan.integrator.reset();
  CHECK(world.misfits(plan) == Texts{"analyses.asking: updates"});
  // A model that the spec got wrong may move either way.
  plan.model.reset();
  CHECK(world.misfits(plan).empty());
}

TEST_CASE("compose: a rule that cannot teach a model says so and nothing more") {
  const World world;
  run::Plan plan = world.plan();
  plan.model = World::part(world.halving);
  plan.learning = {{"", World::part(world.needy)}};
  plan.integrator.reset();
  CHECK(world.misfits(plan) ==
        Texts{"learning: learning rule 'needy' needs error nodes; model 'halving' has none | no model that was found "
              "has them"});
}

TEST_CASE("compose: patterns must be as long as the network has units") {
  const World world;
  run::Plan plan = world.plan();
  plan.patterns = World::part(world.ones, {{"size", std::int64_t{4}}});
  CHECK(world.misfits(plan) == Texts{"patterns.size: patterns have 4 values, and model 'decaying' has 3 units | the "
                                     "size of a pattern is the number of units, over all layers"});
}

TEST_CASE("compose: all misfits are found at once, each at its place") {
  const World world;
  run::Plan plan = world.plan();
  plan.model = World::part(world.decaying, {{"rate", 13.0}});
  plan.learning = {{"", World::part(world.counting, {{"needs_step", true}})}};
  plan.integrator.reset();
  plan.analyses = {{"long", World::part(world.ending, {{"until", 1e6}})}};
  CHECK(world.misfits(plan) ==
        Texts{"model.rate: 13 brings bad luck",
              "model: model 'decaying' moves in continuous time, and the spec names no integrator | integrators: "
              "one_step | for example: integrator: {plugin: euler, time_step: 1 ms}",
              "learning.needs_step: there is no step", "analyses.long.until: that is too long for so few memories"});
}

TEST_CASE("compose: what a spec got wrong already is not held against the other parts") {
  const World world;
  run::Plan plan = world.plan();
  plan.model.reset();
  CHECK(world.misfits(plan).empty());
  plan = world.plan();
  plan.patterns.reset();
  CHECK(world.misfits(plan).empty());
}
