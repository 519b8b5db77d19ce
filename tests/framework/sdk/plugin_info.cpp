#define ENGRAM_NO_EXPORT
#include <engram/catalogue.hpp>
#include <engram/plugin.hpp>

#include "catch.hpp"

using namespace engram;

namespace {

struct Scaled {
  double gain = 2.0;
  static auto params() { return engram::params<Scaled>().add(&Scaled::gain, "gain", "1", "Factor.", {.above = 0}); }
  void check() const {
    if (gain > 100.0) {
      throw ParameterError("gain", "too steep");
    }
    if (gain == 99.0) {
      throw std::out_of_range("an accident");
    }
  }
  double value(double x) const { return gain * x; }
  double slope(double /*x*/) const { return gain; }
};

struct Noisy : Corruption {
  void apply(VectorView pattern, RandomStream& /*random*/) const override { pattern.setZero(); }
};

class ENGRAM_API OffersTraces {
 public:
  static constexpr Facet facet{"traces", "traces of patterns"};
  virtual ~OffersTraces() = default;
  Index taught = 0;
};

struct Tracing : Model, OffersEnergy, OffersTraces {
  Index units() const override { return 2; }
  void initialise(RandomStream& /*random*/) override {}
  void record(Recorder& /*recorder*/) const override {}
  void energies(const ConstMatrixView& /*states*/, VectorView energies) const override { energies.setZero(); }
};

struct Tracer : LearningRuleFor<OffersTraces, OffersEnergy> {
  void teach(OffersTraces& traces, OffersEnergy& /*energy*/, const Training& training) const override {
    traces.taught = training.patterns.cols();
  }
};

Part part_of(const PluginInfo& info, double gain) {
  return {&info, {{"gain", gain}}};
}

}  // namespace

TEST_CASE("plugin_info: a part becomes an object with its values") {
  const PluginInfo info = activation<Scaled>("scaled", "Multiplies.");
  CHECK(info.kind == Kind::activation);
  const auto made = make<Activation>(part_of(info, 3.0));
  Vector f(1);
  made->values(Vector::Constant(1, 2.0), f);
  CHECK(f[0] == 6.0);
}

TEST_CASE("plugin_info: an author's check speaks for itself, an accident names the plugin") {
  const PluginInfo info = activation<Scaled>("scaled", "Multiplies.");
  CHECK_THROWS_AS(make<Activation>(part_of(info, 101.0)), ParameterError);
  CHECK_THROWS_WITH(make<Activation>(part_of(info, 99.0)), "activation 'scaled' could not be made: an accident");
}

TEST_CASE("plugin_info: a part of one kind is not made as another") {
  const PluginInfo info = activation<Scaled>("scaled", "Multiplies.");
  CHECK_THROWS_WITH(make<Corruption>(part_of(info, 1.0)), "'scaled' is of kind activation, not corruption");
}

TEST_CASE("plugin_info: facets follow from types, and an author may add one") {
  const PluginInfo tracing = model<Tracing, OffersTraces>("tracing", "Has traces.");
  CHECK(tracing.offers == std::vector{OffersEnergy::facet, OffersTraces::facet});
  const PluginInfo tracer = learning_rule<Tracer>("tracer", "Fills traces.");
  CHECK(tracer.needs == std::vector{OffersTraces::facet, OffersEnergy::facet});
  const auto network = make<Model>({&tracing, {}});
  const Matrix patterns = Matrix::Zero(2, 3);
  MemoryRecorder recorder;
  SilentMonitor monitor;
  make<LearningRule>({&tracer, {}})->train(*network, {patterns, {}, RandomStreams(1, "learning"), recorder, monitor});
  CHECK(dynamic_cast<const OffersTraces&>(*network).taught == 3);
  CHECK(Facets::offered_by(*network, OffersEnergy::facet));
  CHECK_FALSE(Facets::offered_by(*network, OffersFlow::facet));
}

TEST_CASE("plugin_info: a model's state is the values of its units unless it says otherwise") {
  const Tracing network;
  CHECK(network.state_size() == 2);
  const Matrix patterns{{1.0, 2.0}, {3.0, 4.0}};
  Matrix states(2, 2);
  network.start(patterns, states);
  CHECK(states == patterns);
}

TEST_CASE("kinds: each word stands for its kind") {
  for (const Kind kind : all_kinds) {
    CHECK(kind_from(kind_name(kind)) == kind);
  }
  CHECK(kind_from("analyses") == std::nullopt);
  CHECK(words_of(Kind::analysis).plural == "analyses");
}

TEST_CASE("catalogue: finds by kind and name, and keeps the first of two") {
  const PluginInfo scaled = activation<Scaled>("scaled", "Multiplies.");
  const PluginInfo again = activation<Scaled>("scaled", "Again.");
  const PluginInfo noisy = corruption<Noisy>("scaled", "Another kind.");
  Catalogue catalogue;
  CHECK(catalogue.add(scaled));
  CHECK_FALSE(catalogue.add(again));
  CHECK(catalogue.add(noisy));
  CHECK(catalogue.find(Kind::activation, "scaled") == &scaled);
  CHECK(catalogue.find(Kind::model, "scaled") == nullptr);
  CHECK(catalogue.of(Kind::corruption) == std::vector<const PluginInfo*>{&noisy});
  CHECK(catalogue.named("scaled").size() == 2);
}
