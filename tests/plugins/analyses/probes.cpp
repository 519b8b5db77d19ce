// Analyses whose trials start from patterns of another source.
#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <engram/probes.hpp>

#include "analyses.hpp"
#include "ask.hpp"
#include "catch.hpp"
#include "corruptions.hpp"
#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "learning_rules.hpp"
#include "networks.hpp"
#include "run/network_system.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::Reals;
using test::scalar;
using test::Texts;
using test::Wholes;

namespace {

/// Given patterns, unit x pattern, and their labels.
struct Given : PatternSource {
  Given(Matrix patterns, Texts of_patterns) : values(std::move(patterns)), words(std::move(of_patterns)) {}
  [[nodiscard]] Index pattern_count() const override { return values.cols(); }
  [[nodiscard]] Index pattern_size() const override { return values.rows(); }
  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override { patterns = values; }
  [[nodiscard]] Texts labels() const override { return words; }
  Matrix values;
  Texts words;
};

std::shared_ptr<const PatternSource> given(Matrix patterns, Texts labels = {}) {
  return std::make_shared<Given>(std::move(patterns), std::move(labels));
}

/// A network of `units` that recalls its memories, which are orthogonal enough.
Hopfield hebbian_network(const Matrix& memories) {
  auto model = test::make_hopfield(memories.rows());
  test::teach(model, Hebbian(), memories);
  return model;
}

run::NetworkSystem labelled_system(const Hopfield& model, const Matrix& memories, Texts labels = {}) {
  return {model, nullptr, memories, {}, {}, std::move(labels)};
}

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const ParameterError& error) {
    return error.parameter() + ": " + error.what();
  }
  return "";
}

NetworkOutline outline_of(Index units, Index patterns) {
  NetworkOutline network;
  network.layers = {units};
  network.patterns = patterns;
  network.continuous = false;
  return network;
}

}  // namespace

TEST_CASE("probes: recall tells as which target each of them ends, and its numbers refer to that target") {
  const Matrix memories = test::random_signs(200, 4);
  const Hopfield model = hebbian_network(memories);
  Matrix probes(200, 3);
  probes.col(0) = memories.col(2);
  probes.col(0).head(30) *= -1.0;
  probes.col(1) = memories.col(0);
  probes.col(1).tail(60).setZero();
  probes.col(2) = -memories.col(3);
  Recall recall;
  recall.starts = given(probes);
  recall.record_state = true;
  const MemoryRecorder seen = ask(recall, labelled_system(model, memories));
  const Wholes& nearest = list<Wholes>(seen, "nearest_target");
  REQUIRE(nearest.size() == 3);
  CHECK(nearest[0] == 2);
  CHECK(nearest[1] == 0);
  CHECK(list<Texts>(seen, "class") == Texts{"target", "target", "inverse"});
  CHECK(scalar(seen, "fraction_recalled") == Approx(2.0 / 3.0));
  CHECK(scalar(seen, "fraction_other_target") == 0.0);
  for (std::size_t trial = 0; trial < 3; ++trial) {
    const auto overlap_with = [&](std::size_t target) { return seen.reals("overlap")[4 * trial + target]; };
    const auto found = static_cast<std::size_t>(nearest[trial]);
    CHECK(seen.reals("final_overlap")[trial] == overlap_with(found));
    for (std::size_t target = 0; target < 4; ++target) {
      CHECK(overlap_with(target) <= overlap_with(found));
    }
    const auto column = static_cast<Index>(trial);
    CHECK(list<Wholes>(seen, "start_bit_errors")[trial] ==
          (probes.col(column).array() != memories.col(nearest[trial]).array()).count());
    CHECK(seen.reals("start_overlap")[trial] ==
          Approx(overlap(memories.col(nearest[trial]), probes.col(column))).epsilon(1e-12));
  }
  CHECK(seen.find("overlap").coordinates == Texts{"nearest_target"});
  CHECK(std::ranges::none_of(seen.datasets, [](const Dataset& each) { return each.name == "target_of_trial"; }));
}

TEST_CASE("probes: the targets themselves as probes give the numbers of undamaged targets") {
  const Matrix memories = test::random_signs(60, 8);
  const Hopfield model = hebbian_network(memories);
  Recall from_targets;
  from_targets.corruption = std::make_shared<SignFlips>();
  Recall from_probes;
  from_probes.starts = given(memories);
  const auto flips = std::make_shared<SignFlips>();
  flips->count = 0;
  from_targets.corruption = flips;
  const MemoryRecorder one = ask(from_targets, labelled_system(model, memories));
  const MemoryRecorder other = ask(from_probes, labelled_system(model, memories));
  CHECK(one.reals("overlap") == other.reals("overlap"));
  CHECK(list<Wholes>(one, "iterations") == list<Wholes>(other, "iterations"));
}

TEST_CASE("probes: a corruption damages them, each with a stream of its own") {
  const Matrix memories = test::random_signs(100, 3);
  const Hopfield model = hebbian_network(memories);
  auto flips = std::make_shared<SignFlips>();
  flips->count = 10;
  Recall recall;
  recall.starts = given(memories.col(1).replicate(1, 4));
  recall.corruption = flips;
  recall.record_state = true;
  const MemoryRecorder seen = ask(recall, labelled_system(model, memories));
  CHECK(list<Wholes>(seen, "start_bit_errors") == Wholes(4, 10));
  const auto& damaged = list<std::vector<std::int8_t>>(seen, "damaged");
  CHECK_FALSE(std::equal(damaged.begin(), damaged.begin() + 100, damaged.begin() + 100));
  recall.hold = Recall::Hold::undamaged;
  const MemoryRecorder held = ask(recall, labelled_system(model, memories));
  CHECK(list<Wholes>(held, "bit_errors") == Wholes(4, 0));
}

TEST_CASE("probes: held units keep the values at which they start, with one mask for all trials or one for each") {
  const Matrix memories = test::random_signs(100, 3);
  const Hopfield model = hebbian_network(memories);
  Matrix probes = memories;
  probes.topRows(8) *= -1.0;
  const bool is_one = GENERATE(true, false);
  Matrix mask = Matrix::Constant(100, is_one ? 1 : 3, -1.0);
  mask.topRows(8).setOnes();
  Recall recall;
  recall.starts = given(probes);
  recall.held = given(mask);
  recall.record_state = true;
  const MemoryRecorder seen = ask(recall, labelled_system(model, memories));
  CHECK(list<Wholes>(seen, "bit_errors") == Wholes(3, 8));
  const auto& recalled = list<std::vector<std::int8_t>>(seen, "recalled");
  for (Index trial = 0; trial < 3; ++trial) {
    for (Index unit = 0; unit < 8; ++unit) {
      CHECK(recalled[static_cast<std::size_t>(100 * trial + unit)] == probes(unit, trial));
    }
  }
}

TEST_CASE("probes: labels of starts and targets give accuracy and confusion") {
  const Matrix memories = test::random_signs(300, 4);
  const Hopfield model = hebbian_network(memories);
  const Texts of_memories{"10", "2", "cat", "2"};
  Matrix probes(300, 5);
  probes << memories.col(0), memories.col(1), memories.col(3), memories.col(2), memories.col(2);
  Recall recall;
  recall.starts = given(probes, {"10", "2", "2", "cat", "dog"});
  const MemoryRecorder seen = ask(recall, labelled_system(model, memories, of_memories));
  // Numbers first, by their value.
  CHECK(list<Texts>(seen, "label") == Texts{"2", "10", "cat", "dog"});
  CHECK(list<Texts>(seen, "recalled_label") == Texts{"2", "10", "cat"});
  CHECK(seen.find("confusion").shape == std::vector<Index>{4, 3});
  CHECK(seen.reals("confusion") == Reals{2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1});
  CHECK(scalar(seen, "accuracy") == 0.8);
  CHECK(list<Texts>(seen, "label_of_trial") == Texts{"10", "2", "2", "cat", "dog"});
  CHECK(list<Texts>(seen, "recalled_label_of_trial") == Texts{"10", "2", "2", "cat", "cat"});

  SECTION("damaged targets have the labels of their targets") {
    auto flips = std::make_shared<SignFlips>();
    flips->count = 20;
    Recall damaged;
    damaged.corruption = flips;
    damaged.targets = {3, 0};
    damaged.trials_per_target = 2;
    const MemoryRecorder of_targets = ask(damaged, labelled_system(model, memories, of_memories));
    CHECK(list<Texts>(of_targets, "label_of_trial") == Texts{"2", "2", "10", "10"});
    CHECK(scalar(of_targets, "accuracy") == 1.0);
  }
  SECTION("without labels on both sides there is neither") {
    const auto has_accuracy = [](const MemoryRecorder& records) {
      return std::ranges::any_of(records.datasets, [](const Dataset& each) { return each.name == "accuracy"; });
    };
    CHECK_FALSE(has_accuracy(ask(recall, labelled_system(model, memories))));
    recall.starts = given(probes);
    CHECK_FALSE(has_accuracy(ask(recall, labelled_system(model, memories, of_memories))));
  }
}

TEST_CASE("probes: analyses in continuous time start from them, and refer to the target nearest at the end") {
  auto model = test::make_pc_hopfield({6}, "single", test::make_activation("tanh", 1.5));
  model.initial_width = 0.4;
  test::initialise(model);
  Euler euler;
  const Matrix memories = test::random_signs(6, 3);
  const Matrix probes = test::random_matrix(6, 4, 5);
  const run::NetworkSystem system(model, &euler, memories);
  const auto check_starts = [&](const MemoryRecorder& seen, const Matrix& starts) {
    const std::size_t samples = seen.reals("time").size();
    for (Index trial = 0; trial < starts.cols(); ++trial) {
      for (Index unit = 0; unit < 6; ++unit) {
        CHECK(seen.reals("state")[static_cast<std::size_t>(6 * trial + unit) * samples] == starts(unit, trial));
      }
    }
    const Reals& ends = seen.reals("final_distance");
    const Wholes& nearest = list<Wholes>(seen, "nearest_target");
    double sum = 0.0;
    for (std::size_t trial = 0; trial < nearest.size(); ++trial) {
      const auto row = ends.begin() + static_cast<std::ptrdiff_t>(3 * trial);
      CHECK(nearest[trial] == std::min_element(row, row + 3) - row);
      sum += row[nearest[trial]];
    }
    return sum / static_cast<double>(nearest.size());
  };
  const auto watch = [](auto& analysis) {
    analysis.duration = 0.5;
    analysis.sampling_interval = 0.125;
    analysis.record_state = true;
  };
  SECTION("perturbation") {
    Perturbation analysis;
    watch(analysis);
    analysis.starts = given(probes);
    const MemoryRecorder seen = ask(analysis, system);
    CHECK(scalar(seen, "mean_final_distance") == Approx(check_starts(seen, probes)).epsilon(1e-12));
    CHECK(seen.find("distance").coordinates == Texts{"nearest_target"});
    Matrix mask = Matrix::Zero(6, 1);
    mask(2, 0) = 1.0;
    analysis.held = given(mask);
    const MemoryRecorder held = ask(analysis, system);
    for (std::size_t at = 0; at < 5; ++at) {
      CHECK(held.reals("state")[10 + at] == probes(2, 0));
    }
  }
  SECTION("random_initial_states") {
    RandomInitialStates analysis;
    watch(analysis);
    analysis.starts = given(probes);
    (void)check_starts(ask(analysis, system), probes);
  }
  SECTION("completion") {
    Completion analysis;
    watch(analysis);
    analysis.starts = given(probes);
    Matrix mask = Matrix::Constant(6, 4, -1.0);
    mask.topRows(2).setOnes();
    mask(4, 3) = 1.0;
    analysis.known = given(mask);
    const Matrix starts = (mask.array() > 0.0).select(probes, 0.0);
    const MemoryRecorder seen = ask(analysis, system);
    CHECK(scalar(seen, "mean_final_distance") == Approx(check_starts(seen, starts)).epsilon(1e-12));
    // Known units are held.
    CHECK(seen.reals("state")[4] == probes(0, 0));
  }
}

TEST_CASE("probes: a spec that cannot be is refused with the parameter at fault") {
  Recall recall;
  CHECK(refusal([&] { recall.check(); }) ==
        "corruption: give a `corruption`, which damages the targets that trials start from, or `starts`, patterns of "
        "another source");
  recall.starts = given(test::random_signs(5, 3));
  recall.check();
  recall.targets = {0};
  CHECK(refusal([&] { recall.check(); }) ==
        "targets: targets is for trials that start from targets, and `starts` gives other patterns");
  recall.targets = {};
  recall.trials_per_target = 2;
  CHECK(refusal([&] { recall.check(); }) ==
        "trials_per_target: trials_per_target is for trials that start from targets, and `starts` gives other "
        "patterns");
  recall.trials_per_target = 1;
  recall.hold = Recall::Hold::undamaged;
  CHECK(refusal([&] { recall.check(); }) ==
        "hold: hold: undamaged needs a corruption; `held` names units that no damage chooses");
  recall.corruption = std::make_shared<SignFlips>();
  recall.held = given(Matrix::Ones(5, 1));
  CHECK(refusal([&] { recall.check(); }) == "held: give either held or hold: undamaged");
  recall.hold = Recall::Hold::none;
  recall.corruption = nullptr;

  NetworkOutline network = outline_of(6, 2);
  CHECK(refusal([&] { recall.check_network(network); }) ==
        "starts: patterns of `starts` have 5 values, and the network has 6 units");
  network = outline_of(5, 2);
  recall.check_network(network);
  recall.held = given(Matrix::Ones(5, 2));
  CHECK(
      refusal([&] { recall.check_network(network); }) ==
      "held: `held` has 2 patterns, and there are 3 trials; one pattern for all trials, or one for each, is allowed");
  recall.held = given(Matrix::Ones(4, 1));
  CHECK(refusal([&] { recall.check_network(network); }) ==
        "held: patterns of `held` have 4 values, and the network has 5 units");
  recall.held = nullptr;

  // 0 and 1 in a network of +1 and -1 are refused, and 0 among both signs is unknown.
  const Hopfield model = test::make_hopfield(5);
  network.check_unit_values = [&](const ConstMatrixView& patterns) { model.check_unit_values(patterns); };
  Matrix zeros = test::random_signs(5, 3);
  zeros(1, 1) = 0.0;
  zeros(0, 0) = -1.0;
  recall.starts = given(zeros);
  recall.check_network(network);
  recall.starts = given(zeros.array().max(0.0).matrix());
  CHECK(refusal([&] { recall.check_network(network); })
            .starts_with("starts: units of a Hopfield network with `response: sign` are +1 or -1, and pattern 0 has "
                         "0 at unit 0; "));

  RandomInitialStates random;
  random.trials = 3;
  random.starts = given(zeros);
  CHECK(refusal([&] { random.check(); }) ==
        "trials: trials is the number of random states, and `starts` gives other patterns");

  Completion completion;
  completion.known_fraction = 0.5;
  completion.known = given(Matrix::Ones(5, 1));
  CHECK(refusal([&] { completion.check(); }) == "known_fraction: give one of known_layers, known_fraction and known");
  completion.known_fraction.reset();
  completion.starts = given(zeros);
  completion.targets = {0};
  CHECK(refusal([&] { completion.check(); }) ==
        "targets: targets is for trials that start from targets, and `starts` gives other patterns");
  completion.targets = {};
  completion.starts = nullptr;
  completion.updates = 3;
  CHECK(refusal([&] {
          completion.check_network(network);
        }).starts_with("known: every unit that is asked for is known, so that its distance is 0 in any network"));
}
