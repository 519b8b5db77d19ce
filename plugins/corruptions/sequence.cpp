// Sequence: several corruptions, one after the other. A spec writes it as a list in place of a corruption.
#include <memory>
#include <vector>

#include <engram/plugin.hpp>

using namespace engram;

struct Sequence : Corruption {
  std::vector<std::shared_ptr<const Corruption>> corruptions;

  static auto params() {
    return engram::params<Sequence>().add(&Sequence::corruptions, "corruptions",
                                          "Corruptions in the order in which they act.", true);
  }

  void check() const {
    if (corruptions.empty()) {
      throw ParameterError("corruptions", "a list of corruptions needs at least one");
    }
  }

  void check_units(Index units) const override {
    for (const auto& corruption : corruptions) {
      corruption->check_units(units);
    }
  }

  Range range(Range of_pattern) const override {
    Range values = of_pattern;
    for (const auto& corruption : corruptions) {
      values = corruption->range(values);
    }
    return values;
  }

  void apply(VectorView pattern, RandomStream& random) const override {
    for (const auto& corruption : corruptions) {
      corruption->apply(pattern, random);
    }
  }
};

ENGRAM_PLUGINS(
    corruption<Sequence>("sequence", "Several corruptions, one after the other.")
        .written_as_list("corruptions")
        .with_example("corruptions: [{plugin: mask, fraction: 0.1}, {plugin: gaussian_noise, sigma: 0.2}]"));
