
#include <cmath>
#include <limits>

#include "analyses.hpp"
#include "ask.hpp"
#include "catch.hpp"
#include "corruptions.hpp"
#include "shrinking_system.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::ShrinkingSystem;
using test::Wholes;

namespace {

Perturbation without_damage() {
  auto none = std::make_shared<GaussianNoise>();
  none->sigma = 0.0;
  Perturbation analysis;
  analysis.corruption = none;
  analysis.duration = 1.0;
  analysis.sampling_interval = 0.25;
  return analysis;
}

const Matrix two_memories = (Matrix(3, 2) << 3.0, 1.0, 4.0, 1.0, 0.0, 1.0).finished();

}  // namespace

TEST_CASE("perturbation: follows the Euclidean distance to every target") {
  const MemoryRecorder recorder = ask(without_damage(), ShrinkingSystem(two_memories));
  CHECK(recorder.reals("time") == std::vector<double>{0.0, 0.25, 0.5, 0.75, 1.0});
  const Dataset& distance = recorder.find("distance");
  CHECK(distance.dimensions == std::vector<std::string>{"trial", "target", "time"});
  CHECK(distance.shape == std::vector<Index>{2, 2, 5});
  CHECK(distance.coordinates == std::vector<std::string>{"target_of_trial"});
  const auto& values = recorder.reals("distance");
  CHECK(values[0] == 0.0);
  CHECK(values[4] == Approx(5.0 * (1.0 - std::exp(-1.0))));
  CHECK(values[5] == Approx(std::sqrt(4.0 + 9.0 + 1.0)));
  CHECK(recorder.reals("final_distance") == std::vector<double>{values[4], values[9], values[14], values[19]});
  CHECK(recorder.reals("fraction_nearer").at(0) == 0.0);
}

TEST_CASE("perturbation: the Hamming distance counts signs") {
  auto flips = std::make_shared<SignFlips>();
  flips->count = 2;
  auto analysis = without_damage();
  analysis.corruption = flips;
  analysis.distance = Perturbation::Distance::hamming;
  Matrix memories(4, 1);
  memories << 1.0, -1.0, 1.0, -1.0;
  const MemoryRecorder recorder = ask(analysis, ShrinkingSystem(memories));
  CHECK(recorder.reals("distance") == std::vector<double>(5, 2.0));
  CHECK(recorder.find("distance").unit == "bit");
}

TEST_CASE("perturbation: chosen targets, several trials each, recorded states") {
  auto analysis = without_damage();
  analysis.targets = {1};
  analysis.trials_per_target = 3;
  analysis.record_state = true;
  const MemoryRecorder recorder = ask(analysis, ShrinkingSystem(two_memories));
  CHECK(list<Wholes>(recorder, "target_of_trial") == std::vector<std::int64_t>{1, 1, 1});
  const Dataset& state = recorder.find("state");
  CHECK(state.shape == std::vector<Index>{3, 3, 5});
  CHECK(recorder.reals("state").at(4) == Approx(std::exp(-1.0)));
}

TEST_CASE("perturbation: the damage of a trial does not depend on how many others there are") {
  auto analysis = without_damage();
  analysis.corruption = std::make_shared<GaussianNoise>();
  analysis.record_state = true;
  const ShrinkingSystem system(two_memories);
  const std::vector<double> both = ask(analysis, system).reals("state");
  analysis.targets = {1};
  const std::vector<double> second_only = ask(analysis, system).reals("state");
  CHECK(std::vector<double>(both.begin() + 15, both.end()) == second_only);
  analysis.trials_per_target = 4;
  const std::vector<double> more = ask(analysis, system).reals("state");
  CHECK(std::vector<double>(more.begin(), more.begin() + 15) == second_only);
  CHECK(std::vector<double>(more.begin() + 15, more.begin() + 30) != second_only);
}

TEST_CASE("perturbation: the last sample is at the end also where the interval does not divide the duration") {
  auto analysis = without_damage();
  analysis.sampling_interval = 0.3;
  const MemoryRecorder recorder = ask(analysis, ShrinkingSystem(two_memories));
  const auto& times = recorder.reals("time");
  REQUIRE(times.size() == 5);
  CHECK(times[3] == Approx(0.9));
  CHECK(times[4] == 1.0);
  analysis.duration = 10.0;
  analysis.sampling_interval = 0.01;
  CHECK(ask(analysis, ShrinkingSystem(two_memories)).reals("time").size() == 1001);
}

TEST_CASE("perturbation: a trial that diverges is reported with its target and time, the others stay") {
  const auto distance = GENERATE(Perturbation::Distance::euclidean, Perturbation::Distance::hamming);
  auto analysis = without_damage();
  analysis.distance = distance;
  Matrix memories = two_memories;
  memories(0, 1) = 200.0;
  const MemoryRecorder recorder = ask(analysis, ShrinkingSystem(memories));
  REQUIRE(recorder.failures.size() == 1);
  CHECK(recorder.failures[0] == "trial 1, from target 1, became infinite or NaN between 0 and 0.25 s");
  const auto& values = recorder.reals("distance");
  CHECK(std::isfinite(values[4]));
  CHECK(std::isfinite(values[15]));
  CHECK(std::isnan(values[16]));
}

TEST_CASE("perturbation: settings that do not fit the network are refused in words") {
  auto analysis = without_damage();
  analysis.targets = {0, 5};
  CHECK_THROWS_WITH(analysis.check_network({{100}, 5, true, {}}), "there is no target 5; targets are 0 to 4");
  analysis.targets = {};
  auto flips = std::make_shared<SignFlips>();
  flips->count = 13;
  analysis.corruption = flips;
  try {
    analysis.check_network({{10}, 5, true, {}});
    FAIL("no error");
  } catch (const ParameterError& error) {
    CHECK(error.parameter() == "count");
    CHECK(std::string(error.what()) == "sign_flips cannot flip 13 values of a pattern of 10");
  }
  analysis.sampling_interval = 2.0;
  CHECK_THROWS_WITH(analysis.check(), "sampling_interval must not be longer than duration");
  analysis = without_damage();
  analysis.targets = {2, 0, 2};
  CHECK_THROWS_WITH(analysis.check(), "target 2 is given twice; trials_per_target asks for several trials of each");
  analysis = without_damage();
  analysis.sampling_interval = 1e-15;
  CHECK_THROWS_WITH(analysis.check_network({{10}, 5, true, {}}),
                    Catch::Matchers::Contains("the distances and states of all trials and samples need 200 PB"));
  analysis = without_damage();
  analysis.trials_per_target = Index{1} << 60;
  CHECK_THROWS_WITH(analysis.check_network({{10}, 5, true, {}}), Catch::Matchers::Contains("this machine has"));
}

TEST_CASE("perturbation: samples fall on whole steps of the integrator, so that sampling does not change the steps") {
  auto analysis = without_damage();
  CHECK_NOTHROW(analysis.check_network({{3}, 2, true, 0.05}));
  CHECK_NOTHROW(analysis.check_network({{3}, 2, true, {}}));
  CHECK_THROWS_WITH(
      analysis.check_network({{3}, 2, true, 0.1}),
      "sampling_interval must be a whole number of the integrator's time steps, and 0.25 s are 2.5 steps "
      "of 0.1 s");
  CHECK_THROWS_WITH(analysis.check_network({{3}, 2, true, 5.0}),
                    Catch::Matchers::Contains("0.25 s are 0.05 steps of 5 s"));
  analysis.duration = 1.01;
  CHECK_THROWS_WITH(analysis.check_network({{3}, 2, true, 0.05}),
                    Catch::Matchers::StartsWith("duration must be a whole number"));
}

TEST_CASE("perturbation: a network is watched for seconds or for updates, whichever it knows") {
  auto analysis = without_damage();
  CHECK_THROWS_WITH(analysis.check_network({{3}, 2, false, {}}),
                    "this network moves in discrete updates and has no duration; give updates");
  analysis.duration.reset();
  CHECK_THROWS_WITH(analysis.check_network({{3}, 2, false, {}}),
                    "a network that moves in discrete updates needs their number, such as `updates: 20`");
  CHECK_THROWS_WITH(analysis.check_network({{3}, 2, true, {}}),
                    "a network in continuous time needs a duration, such as `duration: 10 s`");
  analysis.updates = 3;
  CHECK_NOTHROW(analysis.check_network({{3}, 2, false, {}}));
  CHECK(analysis.sample_times(false) == std::vector<double>{0.0, 1.0, 2.0, 3.0});
  CHECK_THROWS_WITH(analysis.check_network({{3}, 2, true, {}}),
                    "this network moves in continuous time and has no updates; give a duration");
}

TEST_CASE("perturbation: keeps the energy of every sample where it is asked to") {
  auto analysis = without_damage();
  CHECK(analysis.further_needs().empty());
  analysis.record_energy = true;
  CHECK(analysis.further_needs() == std::vector{OffersEnergy::facet});
  const MemoryRecorder recorder = ask(analysis, ShrinkingSystem(two_memories));
  CHECK(recorder.find("energy").dimensions == std::vector<std::string>{"trial", "time"});
  CHECK(recorder.reals("energy").at(4) == Approx(7.0 * std::exp(-1.0)));
}
