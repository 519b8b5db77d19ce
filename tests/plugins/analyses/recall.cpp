
#include "analyses.hpp"
#include "ask.hpp"
#include "catch.hpp"
#include "corruptions.hpp"
#include "hopfield_networks.hpp"
#include "learning_rules.hpp"
#include "packed.hpp"
#include "run/network_system.hpp"
#include "same_records.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::Texts;
using test::Wholes;

namespace {

std::shared_ptr<const Corruption> flips_of_share(double fraction) {
  auto corruption = std::make_shared<SignFlips>();
  corruption->fraction = fraction;
  return corruption;
}

/// A Hebbian network, and what is needed to teach another one.
run::NetworkSystem system_of(const Hopfield& model, const Patterns& patterns) {
  return {model, nullptr, patterns,
          [](Model& other, const Patterns& others, const RandomStreams& /*random*/) {
            RandomStream unused(1, 1);
            other.initialise(unused);
            test::teach(other, Hebbian(), others);
          },
          [&model]() -> std::shared_ptr<Model> {
            return std::make_shared<Hopfield>(test::make_hopfield(model.units(), model.update));
          }};
}

}  // namespace

TEST_CASE("recall: damaged patterns come back, and the way of the network is recorded") {
  const Matrix patterns = test::random_signs(200, 5);
  auto model = test::make_hopfield(200);
  test::teach(model, Hebbian(), patterns);
  Recall recall;
  recall.corruption = flips_of_share(0.2);
  recall.trials_per_target = 3;
  recall.record_state = recall.record_energy = true;
  recall.updates = 9;
  const MemoryRecorder seen = ask(recall, system_of(model, patterns));
  CHECK(seen.reals("fraction_recalled").at(0) == 1.0);
  CHECK(list<Texts>(seen, "class") == std::vector<std::string>(15, "target"));
  CHECK(list<Texts>(seen, "motion") == std::vector<std::string>(15, "fixed_point"));
  CHECK(list<Wholes>(seen, "start_bit_errors") == std::vector<std::int64_t>(15, 40));
  CHECK(list<Wholes>(seen, "bit_errors") == std::vector<std::int64_t>(15, 0));
  CHECK(seen.reals("start_overlap").at(3) == Approx(0.6));
  CHECK(seen.reals("overlap").at(0) == Approx(1.0));
  CHECK(seen.find("energy").shape == std::vector<Index>{15, 10});
  const auto& energy = seen.reals("energy");
  CHECK(energy[1] < energy[0]);
  CHECK(energy[9] == energy[8]);
  const auto& iterations = list<Wholes>(seen, "iterations");
  CHECK(*std::max_element(iterations.begin(), iterations.end()) <= 3);
  CHECK(*std::min_element(iterations.begin(), iterations.end()) >= 1);
  CHECK(list<std::vector<std::int8_t>>(seen, "difference") == std::vector<std::int8_t>(3000, 0));
}

TEST_CASE("recall: more than half of the signs turned gives the inverse") {
  const Matrix patterns = test::random_signs(200, 3);
  auto model = test::make_hopfield(200);
  test::teach(model, Hebbian(), patterns);
  Recall recall;
  recall.corruption = flips_of_share(0.8);
  const MemoryRecorder seen = ask(recall, system_of(model, patterns));
  CHECK(list<Texts>(seen, "class") == std::vector<std::string>(3, "inverse"));
  CHECK(seen.reals("fraction_inverse").at(0) == 1.0);
}

TEST_CASE("recall: states are targets, others, inverses, mixtures of an odd number, or something other") {
  const Matrix patterns = test::random_signs(501, 6);
  const Recall recall;
  const auto found = [&](const Vector& state) {
    Vector overlaps(6);
    for (Index k = 0; k < 6; ++k) {
      overlaps[k] = overlap(patterns.col(k), state);
    }
    return recall.classify(patterns, 0, overlaps, state);
  };
  CHECK(found(patterns.col(0)) == RecallClass::target);
  CHECK(found(patterns.col(4)) == RecallClass::other_target);
  CHECK(found(-patterns.col(2)) == RecallClass::inverse);
  CHECK(found((patterns.col(0) + patterns.col(3) - patterns.col(5)).cwiseSign()) == RecallClass::mixture);
  CHECK(found((patterns.leftCols(5).rowwise().sum()).cwiseSign()) == RecallClass::mixture);
  CHECK(found(test::random_signs(501, 1, 99)) == RecallClass::other);
}

TEST_CASE("recall: two states in turn are a cycle, and not rest") {
  // Two units that copy each other's opposite go back and forth when they are updated at once.
  auto model = test::make_hopfield(2, Hopfield::Update::synchronous);
  model.weights() << 0.0, -1.0, -1.0, 0.0;
  const Matrix patterns = Matrix::Ones(2, 1);
  Recall recall;
  recall.corruption = flips_of_share(0.0);
  recall.record_energy = true;
  recall.updates = 50;
  const MemoryRecorder seen = ask(recall, system_of(model, patterns));
  CHECK(list<Texts>(seen, "motion") == std::vector<std::string>{"cycle"});
  CHECK(list<Wholes>(seen, "iterations") == std::vector<std::int64_t>{0});
  CHECK(seen.reals("fraction_cycle").at(0) == 1.0);
  recall.updates = 1;
  CHECK(list<Texts>(ask(recall, system_of(model, patterns)), "motion") == std::vector<std::string>{"moving"});
}

TEST_CASE("recall: stopping early changes nothing but the time that it takes") {
  const Matrix patterns = test::random_signs(100, 12);
  auto model = test::make_hopfield(100);
  test::teach(model, Hebbian(), patterns);
  Recall recall;
  recall.corruption = flips_of_share(0.2);
  recall.record_state = recall.record_energy = true;
  recall.updates = 30;
  const MemoryRecorder early = ask(recall, system_of(model, patterns));
  recall.stop = Settling::Stop::updates;
  const MemoryRecorder late = ask(recall, system_of(model, patterns));
  test::check_same_records(early, late);
}

TEST_CASE("recall: undamaged units can be held") {
  const Matrix patterns = test::random_signs(60, 30);
  auto model = test::make_hopfield(60);
  test::teach(model, Hebbian(), patterns);
  Recall recall;
  recall.corruption = flips_of_share(0.1);
  recall.hold = Recall::Hold::undamaged;
  const MemoryRecorder seen = ask(recall, system_of(model, patterns));
  for (const std::int64_t errors : list<Wholes>(seen, "bit_errors")) {
    CHECK(errors <= 6);
  }
}

TEST_CASE("capacity: falls where the network is too full, and says where") {
  const Matrix patterns = test::random_signs(200, 80);
  auto model = test::make_hopfield(200);
  test::teach(model, Hebbian(), patterns);
  Capacity capacity;
  capacity.corruption = flips_of_share(0.05);
  capacity.counts = {5, 10, 60, 80};
  capacity.trials = 40;
  capacity.min_overlap = 0.9;
  const MemoryRecorder seen = ask(capacity, system_of(model, patterns));
  const auto& fraction = seen.reals("fraction_recalled");
  CHECK(fraction.at(0) == 1.0);
  CHECK(fraction.at(3) < 0.1);
  CHECK(seen.reals("load").at(1) == 0.05);
  CHECK(seen.reals("capacity").at(0) > 10.0);
  CHECK(seen.reals("capacity").at(0) < 60.0);
  CHECK(seen.reals("capacity_per_unit").at(0) == seen.reals("capacity").at(0) / 200.0);
  CHECK(seen.reals("fraction_recalled_low").at(0) < 1.0);
  // Without a count above and one below one half nothing is known of the place between them.
  for (const std::vector<Index>& counts : {std::vector<Index>{5, 10}, {60, 80}, {5}, {80}}) {
    capacity.counts = counts;
    CHECK(std::isnan(ask(capacity, system_of(model, patterns)).reals("capacity").at(0)));
  }
}

TEST_CASE("capacity: progress rises evenly with the updates of all networks to 1") {
  struct Fractions : Monitor {
    void progress(double fraction) override { heard.push_back(fraction); }
    std::vector<double> heard;
  };
  const Matrix patterns = test::random_signs(20, 2);
  auto model = test::make_hopfield(20);
  test::teach(model, Hebbian(), patterns);
  Capacity capacity;
  capacity.corruption = flips_of_share(0.1);
  capacity.counts = {1, 2};
  capacity.trials = 3;
  capacity.updates = 2;
  capacity.stop = Settling::Stop::updates;
  MemoryRecorder recorder;
  Fractions fractions;
  capacity.run({system_of(model, patterns), RandomStreams(1, "analysis"), recorder, fractions});
  CHECK(fractions.heard == std::vector{0.25, 0.5, 0.75, 1.0});
}

TEST_CASE("capacity: counts that do not rise, or that nobody has patterns for, are refused") {
  Capacity capacity;
  capacity.corruption = flips_of_share(0.1);
  CHECK_THROWS_WITH(capacity.check(), "counts needs at least one number of patterns");
  capacity.counts = {5, 9, 9};
  CHECK_THROWS_WITH(capacity.check(), "counts must rise, and 9 follows 9");
  capacity.counts = {5, 9};
  CHECK_NOTHROW(capacity.check());
  CHECK_THROWS_WITH(capacity.check_network({{10}, 8, false, std::nullopt}),
                    "the network cannot be taught 9 patterns; the spec has 8");
}

TEST_CASE("recall: memories held as bits give the same records, for capacity too") {
  const Matrix signs = test::random_signs(90, 40);
  auto model = test::make_hopfield(90);
  test::teach(model, Hebbian(), signs);
  Recall recall;
  recall.corruption = flips_of_share(0.2);
  recall.record_state = true;
  recall.updates = 5;
  Capacity capacity;
  capacity.corruption = flips_of_share(0.1);
  capacity.counts = {2, 40};
  capacity.trials = 3;
  capacity.updates = 5;
  for (const Analysis* analysis : std::vector<const Analysis*>{&recall, &capacity}) {
    test::check_same_records(ask(*analysis, system_of(model, signs)),
                             ask(*analysis, system_of(model, test::packed(signs))));
  }
}
