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

  [[nodiscard]] Plan plan() const {
    return {"", 1, part(ones), part(decaying), part(one_step), {{"", part(counting)}}, {{"ending", part(ending)}}};
  }
  [[nodiscard]] std::vector<std::string> misfits(const Plan& plan) const {
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
  Plan plan = world.plan();
  plan.learning = {{"", World::part(world.needy)}};
  CHECK(
      world.misfits(plan) ==
      Texts{"learning: learning rule 'needy' needs error nodes; model 'decaying' has none | no model that was found "
            "has them"});
  struct WithErrorNodes : test::Decaying, OffersErrorNodes {
    [[nodiscard]] double tau_e() const override { return 1.0; }
    [[nodiscard]] double xi() const override { return 1.0; }
    void rates(const ConstVectorView& /*values*/, VectorView /*rates*/) const override {}
    void residual(const ConstMatrixView& /*v*/, const ConstMatrixView& /*f*/, MatrixView /*r*/) const override {}
    void predictor_products(const ConstVectorView& /*one*/, const ConstVectorView& /*other*/,
                            VectorView /*products*/) const override {}
    void value_derivative(const ConstVectorView& /*values*/, const ConstVectorView& /*errors*/,
                          VectorView /*derivative*/) const override {}
    void correct(const ConstMatrixView& /*errors*/, const ConstMatrixView& /*rates*/, double /*m*/, double /*w*/,
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
  Plan plan = world.plan();
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

TEST_CASE("compose: parts hear how the network moves, with or without an integrator that does not fit") {
  const World world;
  Plan plan = world.plan();
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
  Plan plan = world.plan();
  plan.model = World::part(world.halving);
  plan.learning = {{"", World::part(world.needy)}};
  plan.integrator.reset();
  CHECK(world.misfits(plan) ==
        Texts{"learning: learning rule 'needy' needs error nodes; model 'halving' has none | no model that was found "
              "has them"});
}

TEST_CASE("compose: a model hears of every facet that rules and analyses use, also of those that settings ask for") {
  struct Asked : test::Decaying, OffersEnergy {
    void energies(const ConstMatrixView& /*states*/, VectorView /*energies*/) const override {}
    void check_use(const std::vector<Facet>& used) const override {
      std::string words;
      for (const Facet& facet : used) {
        words += std::string(words.empty() ? "" : ", ") + std::string(facet.words);
      }
      throw ParameterError("rate", "used: " + words);
    }
  };
  struct UsesFlow : LearningRuleFor<OffersFlow> {
    void teach(OffersFlow& /*network*/, const Training& /*training*/) const override {}
  };
  struct UsesEnergy : Analysis {
    [[nodiscard]] std::vector<Facet> further_needs() const override { return {OffersEnergy::facet}; }
    void run(const Question& /*question*/) const override {}
  };
  World world;
  const PluginInfo asked = model<Asked>("asked", "Lists what is used.");
  const PluginInfo flow_rule = learning_rule<UsesFlow>("flow_rule", "Uses the flow.");
  const PluginInfo energy_analysis = analysis<UsesEnergy>("energy_analysis", "Uses the energy.");
  for (const PluginInfo* plugin : {&asked, &flow_rule, &energy_analysis}) {
    world.catalogue.add(*plugin);
  }
  Plan plan = world.plan();
  plan.model = World::part(asked);
  plan.learning = {{"", World::part(flow_rule)}};
  plan.analyses = {{"energy", World::part(energy_analysis)}};
  CHECK(world.misfits(plan) == Texts{"model.rate: used: a flow, an energy"});
  // A model without the facet is not asked about it: the complaint is that it has none.
  plan.model = World::part(world.decaying);
  CHECK(world.misfits(plan) ==
        Texts{"analyses.energy: analysis 'energy_analysis' needs an energy; model 'decaying' has "
              "none | models that have them: asked"});
}

TEST_CASE("compose: patterns must be as long as the network has units") {
  const World world;
  Plan plan = world.plan();
  plan.patterns = World::part(world.ones, {{"size", std::int64_t{4}}});
  CHECK(world.misfits(plan) == Texts{"patterns.size: patterns have 4 values, and model 'decaying' has 3 units | the "
                                     "size of a pattern is the number of units, over all layers"});
}

TEST_CASE("compose: all misfits are found at once, each at its place") {
  const World world;
  Plan plan = world.plan();
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

TEST_CASE("compose: a part with a mistake does not count against the other parts") {
  const World world;
  Plan plan = world.plan();
  plan.model.reset();
  CHECK(world.misfits(plan).empty());
  plan = world.plan();
  plan.patterns.reset();
  CHECK(world.misfits(plan).empty());
}

namespace {

/// Complains of its count where a pattern is too short.
struct Spots : Corruption {
  Index count = 1;
  static auto params() { return engram::params<Spots>().add(&Spots::count, "count", "1", "Spots.", {.min = 0}); }
  void check() const {
    if (count == 13) {
      throw ParameterError("count", "13 spots bring bad luck");
    }
    if (count == 14) {
      throw RequestError("14 spots bring bad luck");
    }
  }
  void check_units(Index units) const override {
    if (count > units) {
      throw ParameterError("count", std::to_string(count) + " spots do not fit");
    }
  }
  void apply(VectorView /*pattern*/, RandomStream& /*random*/) const override {}
};

/// Several corruptions, and says which one complains.
struct Series : Corruption {
  std::vector<std::shared_ptr<const Corruption>> corruptions;
  static auto params() { return engram::params<Series>().add(&Series::corruptions, "corruptions", "Corruptions."); }
  void check_units(Index units) const override {
    for (const auto& each : corruptions) {
      each->check_units(units);
    }
  }
  void apply(VectorView /*pattern*/, RandomStream& /*random*/) const override {}
};

/// Hands on what its corruption says, as it is or with the place.
struct Damaging : Analysis {
  std::shared_ptr<const Corruption> corruption;
  Index count = 1;
  bool says_where = false;
  bool of_other_units = false;
  static auto params() {
    return engram::params<Damaging>()
        .add(&Damaging::corruption, "corruption", "Damage.", "spots")
        .add(&Damaging::count, "count", "1", "A number of the same name.")
        .add(&Damaging::says_where, "says_where", "Whether the author says where.")
        .add(&Damaging::of_other_units, "of_other_units",
             "Whether other units are damaged than those of the network.");
  }
  void check_network(const NetworkOutline& network) const override {
    try {
      corruption->check_units(of_other_units ? 0 : network.units());
    } catch (const ParameterError& error) {
      throw ParameterError((says_where ? "corruption." : "") + error.parameter(), error.what());
    }
    if (count > 5) {
      throw ParameterError("count", "a count of more than 5");
    }
  }
  void run(const Question& /*question*/) const override {}
};

struct Nested {
  World world;
  PluginInfo spots = corruption<Spots>("spots", "Spots.");
  PluginInfo series = corruption<Series>("series", "Several.");
  PluginInfo damaging = analysis<Damaging>("damaging", "Damages.");

  [[nodiscard]] PartPointer some_spots(std::int64_t count) const {
    return std::make_shared<const Part>(World::part(spots, {{"count", count}}));
  }
  [[nodiscard]] Texts misfits(std::vector<std::pair<std::string, Value>> values) const {
    Plan plan = world.plan();
    plan.analyses = {{"harm", World::part(damaging, std::move(values))}};
    return world.misfits(plan);
  }
};

}  // namespace

TEST_CASE("compose: a complaint of a nested part is reported at the path of the nested part") {
  const Nested nested;
  const Texts at_spots{"analyses.harm.corruption.count: 7 spots do not fit"};
  CHECK(nested.misfits({{"corruption", nested.some_spots(7)}}) == at_spots);
  CHECK(nested.misfits({{"corruption", nested.some_spots(7)}, {"says_where", true}}) == at_spots);
  CHECK(nested.misfits({{"corruption", nested.some_spots(2)}}).empty());
  CHECK(nested.misfits({{"corruption", nested.some_spots(2)}, {"count", std::int64_t{6}}}) ==
        Texts{"analyses.harm.count: a count of more than 5"});
  const auto series = std::make_shared<const Part>(
      World::part(nested.series, {{"corruptions", std::vector{nested.some_spots(1), nested.some_spots(8)}}}));
  CHECK(nested.misfits({{"corruption", series}}) ==
        Texts{"analyses.harm.corruption.corruptions[1].count: 8 spots do not fit"});
}

TEST_CASE("compose: a nested part that cannot be made is reported at its own path") {
  const Nested nested;
  CHECK(nested.misfits({{"corruption", nested.some_spots(13)}}) ==
        Texts{"analyses.harm.corruption.count: 13 spots bring bad luck"});
  CHECK(nested.misfits({{"corruption", nested.some_spots(14)}}) ==
        Texts{"analyses.harm.corruption: 14 spots bring bad luck"});
  const auto series = [&](std::int64_t count) {
    return std::make_shared<const Part>(
        World::part(nested.series, {{"corruptions", std::vector{nested.some_spots(1), nested.some_spots(count)}}}));
  };
  CHECK(nested.misfits({{"corruption", series(13)}}) ==
        Texts{"analyses.harm.corruption.corruptions[1].count: 13 spots bring bad luck"});
  CHECK(nested.misfits({{"corruption", series(14)}}) ==
        Texts{"analyses.harm.corruption.corruptions[1]: 14 spots bring bad luck"});
}

TEST_CASE("compose: a model that cannot take weights of another result") {
  World world;
  Plan plan = world.plan();
  plan.initial = InitialWeights{"/other.h5", {}};
  CHECK(world.misfits(plan) ==
        Texts{"initial: model 'decaying' cannot take weights of another result | no model that "
              "was found can"});
  struct Taking : test::Halving, OffersStoredWeights {
    void restore(const StoredWeights& /*stored*/) override {}
  };
  const PluginInfo taking = model<Taking>("taking", "Takes weights.");
  world.catalogue.add(taking);
  CHECK(world.misfits(plan) ==
        Texts{"initial: model 'decaying' cannot take weights of another result | models that can: taking"});
}
