// The Hamming distance is one and the same in every analysis that has it.
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include <engram/hamming.hpp>

#include "analyses.hpp"
#include "ask.hpp"
#include "catch.hpp"
#include "corruptions.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "run/network_system.hpp"
#include "shrinking_system.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::Wholes;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A mask over the first 20 units.
std::shared_ptr<const Corruption> half_masked() {
  auto mask = std::make_shared<MaskUnits>();
  mask->first = 0;
  mask->count = 20;
  return mask;
}

}  // namespace

TEST_CASE("hamming: 0 is a sign of its own, and NaN has none") {
  const Vector one = (Vector(10) << 1, 2, -1, -3, 0, 0, 0, 1, -0.0, not_a_number).finished();
  const Vector other = (Vector(10) << 3, -1, -2, 1, 0, 1, -1, 0, 0.0, not_a_number).finished();
  const std::vector<bool> same{true, false, true, false, true, false, false, false, true, false};
  Eigen::Array<bool, Eigen::Dynamic, 1> counted = Eigen::Array<bool, Eigen::Dynamic, 1>::Constant(10, false);
  for (Index unit = 0; unit < 10; ++unit) {
    CAPTURE(unit);
    CHECK(same_sign(one[unit], other[unit]) == same.at(static_cast<std::size_t>(unit)));
    counted.setConstant(false);
    counted[unit] = true;
    CHECK(hamming_distance(one, other, counted) == (same.at(static_cast<std::size_t>(unit)) ? 0 : 1));
  }
  CHECK(hamming_distance(one, other) == 6);
  CHECK(hamming_distance(other, one) == 6);
  CHECK(hamming_distance(one.head(9), one.head(9)) == 0);
}

TEST_CASE("hamming: a mask over 20 of 40 units is 20 bits away, whoever asks") {
  const Matrix patterns = test::random_signs(40, 2);
  auto model = test::make_hopfield(40);
  test::teach(model, Hebbian(), patterns);
  const run::NetworkSystem system(model, nullptr, patterns);

  Perturbation perturbation;
  perturbation.corruption = half_masked();
  perturbation.distance = Observation::Distance::hamming;
  perturbation.updates = 3;
  const MemoryRecorder followed = ask(perturbation, system);
  CHECK(followed.reals("mean_initial_distance").front() == 20.0);
  CHECK(followed.reals("mean_final_distance").front() == 0.0);

  Recall recall;
  recall.corruption = half_masked();
  const MemoryRecorder recalled = ask(recall, system);
  CHECK(list<Wholes>(recalled, "start_bit_errors") == std::vector<std::int64_t>{20, 20});
  CHECK(recalled.reals("mean_bit_errors").front() == 0.0);

  Completion completion;
  completion.known_fraction = 0.5;
  completion.distance = Observation::Distance::hamming;
  completion.updates = 3;
  const MemoryRecorder completed = ask(completion, system);
  // trial x target x time: each trial's own target, before the first update.
  CHECK(completed.reals("distance").at(0) == 20.0);
  CHECK(completed.reals("distance").at(std::size_t{1 * 2 + 1} * 4) == 20.0);
  CHECK(completed.reals("mean_final_distance").front() == 0.0);
}

TEST_CASE("hamming: a network that stays at 0 is neither a target nor recalled") {
  auto model = test::make_hopfield(40);
  const Matrix patterns = test::random_signs(40, 2);
  const run::NetworkSystem system(model, nullptr, patterns);  // untrained: nothing moves
  static const PluginInfo mask = corruption<MaskUnits>("mask", "Makes units unknown.");
  Basin basin;
  basin.corruption =
      std::make_shared<const Part>(Part{&mask, {{"fraction", 0.0}, {"first", {}}, {"count", {}}, {"value", 0.0}}});
  basin.parameter = "fraction";
  basin.damage = {0.0, 0.5};
  basin.distance = Observation::Distance::hamming;
  basin.recalled_within = 19.0;
  basin.updates = 1;
  CHECK(ask(basin, system).reals("final_fraction_recalled") == std::vector<double>{1.0, 0.0});
  basin.recalled_within = 20.0;
  CHECK(ask(basin, system).reals("final_fraction_recalled") == std::vector<double>{1.0, 1.0});

  RandomInitialStates random;
  random.distance = Observation::Distance::hamming;
  random.duration = 1.0;
  random.sampling_interval = 0.5;
  random.trials = 2;
  // A target of zeros is reached by zeros alone.
  CHECK(ask(random, test::ShrinkingSystem(Matrix::Zero(6, 1))).reals("nearest_distance") ==
        std::vector<double>{6.0, 6.0});
}
