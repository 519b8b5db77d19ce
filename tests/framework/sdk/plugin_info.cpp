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
