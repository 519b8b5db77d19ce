// A model that offers no facets, for tests of parts that need some.
#include <engram/plugin.hpp>

namespace engram::test {

struct PlainModel : Model {
  Index size = 2;

  static auto params() {
    return engram::params<PlainModel>().add(&PlainModel::size, "size", "1", "Number of units.", {.min = 1});
  }

  [[nodiscard]] Index units() const override { return size; }
  [[nodiscard]] Index state_size() const override { return size; }
  void initialise(RandomStream& /*random*/) override {}
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void record(Recorder& /*recorder*/) const override {}
};

}  // namespace engram::test

ENGRAM_PLUGINS(engram::model<engram::test::PlainModel>("plain_model", "Units that do nothing, without any facet."));
