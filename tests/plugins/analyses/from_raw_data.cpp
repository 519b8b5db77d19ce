// Every number that an analysis records, against a calculation from states that it recorded, or from a network whose
// motion one knows.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Eigenvalues>

#include "analyses.hpp"
#include "ask.hpp"
#include "catch.hpp"
#include "corruptions.hpp"
#include "hopfield_networks.hpp"
#include "integrators.hpp"
#include "learning_rules.hpp"
#include "networks.hpp"
#include "run/network_system.hpp"
#include "shrinking_system.hpp"

using namespace engram;
using test::ask;
using test::list;
using test::Reals;
using test::scalar;
using test::Texts;
using test::Wholes;

namespace {

void check_close(const Reals& found, const Reals& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t at = 0; at < found.size(); ++at) {
    CHECK(found[at] == Approx(expected[at]).epsilon(1e-10).margin(1e-12));
  }
}

double mean(const auto& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

/// Whether these are the ends of Wilson's interval: where the share lies 1.96 of its own standard deviations away.
void check_wilson(double low, double high, double share, double trials) {
  constexpr double z = 1.959963984540054;
  for (const double end : {low, high}) {
    CHECK((share - end) * (share - end) * trials == Approx(z * z * end * (1.0 - end)).epsilon(1e-9).margin(1e-12));
  }
  CHECK(low <= share + 1e-15);
  CHECK(high >= share - 1e-15);
  CHECK(low < high);
}

std::shared_ptr<const Corruption> flips_of_count(Index count) {
  auto corruption = std::make_shared<SignFlips>();
  corruption->count = count;
  return corruption;
}

/// Rows of a recorded array trial x unit, as columns.
Matrix columns_of(const Dataset& dataset) {
  const auto& bytes = std::get<std::vector<std::int8_t>>(dataset.values);
  Matrix columns(dataset.shape[1], dataset.shape[0]);
  std::copy(bytes.begin(), bytes.end(), columns.reshaped().begin());
  return columns;
}

Index different(const Vector& one, const Vector& other) {
  return (one.array() != other.array()).count();
}

double cosine(const Vector& one, const Vector& other) {
  return one.dot(other) / (one.norm() * other.norm());
}

/// The class of a final state, as the manual of `recall` defines it.
std::string class_of(const Matrix& memories, Index own, const Vector& state, double least) {
  std::vector<std::pair<double, Index>> overlaps;
  for (Index memory = 0; memory < memories.cols(); ++memory) {
    overlaps.emplace_back(cosine(memories.col(memory), state), memory);
  }
  const auto reaches = [&](double overlap) { return overlap > least - 1e-9; };
  if (reaches(overlaps[static_cast<std::size_t>(own)].first)) {
    return "target";
  }
  if (std::ranges::any_of(overlaps, [&](const auto& each) { return reaches(each.first); })) {
    return "other_target";
  }
  if (std::ranges::any_of(overlaps, [&](const auto& each) { return reaches(-each.first); })) {
    return "inverse";
  }
  std::ranges::stable_sort(
      overlaps, [](const auto& one, const auto& other) { return std::fabs(one.first) > std::fabs(other.first); });
  for (const std::size_t number : {3U, 5U, 7U}) {
    if (number > overlaps.size()) {
      break;
    }
    Vector mixture = Vector::Zero(memories.rows());
    for (std::size_t at = 0; at < number; ++at) {
      mixture += (overlaps[at].first > 0.0 ? 1.0 : -1.0) * memories.col(overlaps[at].second);
    }
    if (reaches(cosine(mixture.cwiseSign(), state))) {
      return "mixture";
    }
  }
  return "other";
}

/// Whether two patterns resemble a state equally, so that which of them is in a mixture is anybody's choice.
bool is_tied(const Matrix& memories, const Vector& state) {
  std::vector<double> overlaps;
  for (const auto& memory : memories.colwise()) {
    overlaps.push_back(std::round(std::fabs(memory.dot(state))));
  }
  std::ranges::sort(overlaps);
  return std::ranges::adjacent_find(overlaps) != overlaps.end();
}

/// How a trial moved, from its states after each update.
std::pair<std::string, Index> motion_of(const std::vector<Vector>& states) {
  for (std::size_t at = 0; at + 1 < states.size(); ++at) {
    if (states[at] == states[at + 1]) {
      return {"fixed_point", static_cast<Index>(at)};
    }
    if (at + 2 < states.size() && states[at] == states[at + 2]) {
      return {"cycle", static_cast<Index>(at)};
    }
  }
  return {"moving", std::ssize(states) - 1};
}

}  // namespace

TEST_CASE("recall: every number is that of the recorded states, whatever becomes of the trials") {
  const auto update = GENERATE(Hopfield::Update::synchronous, Hopfield::Update::asynchronous);
  const bool hebbian = GENERATE(true, false);
  const Index updates = GENERATE(2, 30);
  const auto stop = GENERATE(Settling::Stop::settled, Settling::Stop::updates);
  const bool held = GENERATE(false, true);
  constexpr Index units = 30;
  const Matrix memories = test::random_signs(units, 7);
  auto model = test::make_hopfield(units, update);
  if (hebbian) {
    test::teach(model, Hebbian(), memories);
  } else {
    model.weights() = test::random_symmetric_weights(units);
  }
  const Matrix weights = model.weights();
  const run::NetworkSystem system(model, nullptr, memories);
  Recall recall;
  recall.corruption = flips_of_count(6);
  recall.targets = {5, 0, 3, 6, 1};
  recall.trials_per_target = 8;
  recall.min_overlap = 0.85;
  recall.updates = updates;
  recall.stop = stop;
  recall.hold = held ? Recall::Hold::undamaged : Recall::Hold::none;
  recall.record_state = recall.record_energy = true;
  const MemoryRecorder seen = ask(recall, system);
  const Matrix originals = columns_of(seen.find("original"));
  const Matrix starts = columns_of(seen.find("damaged"));
  const Matrix ends = columns_of(seen.find("recalled"));
  constexpr Index trials = 40;
  REQUIRE(ends.cols() == trials);

  // The same motion, watched after each update.
  Mask mask;
  if (held) {
    mask = starts.array() == originals.array();
  }
  const auto trajectory = system.start(starts, RandomStreams(1, "analysis").within("motion"), mask);
  std::vector<std::vector<Vector>> states(trials);
  Reals energies;
  for (Index done = 0; done <= updates; ++done) {
    if (done > 0) {
      trajectory->advance_to(static_cast<double>(done));
    }
    for (Index trial = 0; trial < trials; ++trial) {
      states[static_cast<std::size_t>(trial)].emplace_back(trajectory->values().col(trial));
    }
  }

  Wholes targets, start_errors, errors, iterations;
  Reals overlaps, start_overlap, final_overlap;
  Texts classes, motions;
  bool uneven_cycle = false;
  for (Index trial = 0; trial < trials; ++trial) {
    const auto& way = states[static_cast<std::size_t>(trial)];
    const Index target = recall.targets[static_cast<std::size_t>(trial / 8)];
    targets.push_back(target);
    CHECK(originals.col(trial) == memories.col(target));
    CHECK(starts.col(trial) == way.front());
    start_errors.push_back(different(originals.col(trial), starts.col(trial)));
    start_overlap.push_back(cosine(originals.col(trial), starts.col(trial)));
    errors.push_back(different(originals.col(trial), ends.col(trial)));
    final_overlap.push_back(cosine(originals.col(trial), ends.col(trial)));
    for (Index memory = 0; memory < memories.cols(); ++memory) {
      overlaps.push_back(cosine(memories.col(memory), ends.col(trial)));
    }
    classes.push_back(class_of(memories, target, ends.col(trial), 0.85));
    const std::string& recorded = list<Texts>(seen, "class").at(static_cast<std::size_t>(trial));
    if (is_tied(memories, ends.col(trial)) && (classes.back() == "mixture" || classes.back() == "other")) {
      CHECK((recorded == "mixture" || recorded == "other"));
      classes.back() = recorded;
    }
    const auto [motion, iteration] = motion_of(way);
    motions.push_back(motion);
    iterations.push_back(iteration);
    if (motion != "cycle" || stop == Settling::Stop::updates) {
      CHECK(ends.col(trial) == way.back());
    }
    for (const Vector& state : way) {
      energies.push_back(-0.5 * state.dot(weights * state));
    }
    uneven_cycle =
        uneven_cycle || (motion == "cycle" && std::fabs(energies.back() - energies[energies.size() - 2]) > 1e-6);
  }
  CHECK(list<Wholes>(seen, "target_of_trial") == targets);
  CHECK(list<Wholes>(seen, "start_bit_errors") == start_errors);
  CHECK(start_errors == Wholes(trials, 6));
  CHECK(list<Wholes>(seen, "bit_errors") == errors);
  CHECK(list<Wholes>(seen, "iterations") == iterations);
  CHECK(list<Texts>(seen, "class") == classes);
  CHECK(list<Texts>(seen, "motion") == motions);
  check_close(seen.reals("overlap"), overlaps);
  check_close(seen.reals("start_overlap"), start_overlap);
  check_close(seen.reals("final_overlap"), final_overlap);
  check_close(seen.reals("energy"), energies);
  CHECK(columns_of(seen.find("difference")) == (ends.array() != originals.array()).cast<double>().matrix());
  CHECK(scalar(seen, "mean_overlap") == Approx(mean(final_overlap)).epsilon(1e-12).margin(1e-12));
  CHECK(scalar(seen, "mean_bit_errors") == Approx(mean(errors)).epsilon(1e-12));
  CHECK(scalar(seen, "mean_iterations") == Approx(mean(iterations)).epsilon(1e-12));
  const auto share = [](const Texts& words, const std::string& word) {
    return static_cast<double>(std::ranges::count(words, word)) / trials;
  };
  for (const std::string name : {"other_target", "inverse", "mixture", "other"}) {
    CHECK(scalar(seen, "fraction_" + name) == share(classes, name));
  }
  for (const std::string name : {"fixed_point", "cycle", "moving"}) {
    CHECK(scalar(seen, "fraction_" + name) == share(motions, name));
  }
  CHECK(scalar(seen, "fraction_recalled") == share(classes, "target"));
  check_wilson(scalar(seen, "fraction_recalled_low"), scalar(seen, "fraction_recalled_high"),
               share(classes, "target"), trials);
  // Only where both states of a cycle differ in energy can a wrong one of the two be noticed.
  if (update == Hopfield::Update::synchronous && !hebbian && !held && updates > 2) {
    CHECK(uneven_cycle);
  }
}

TEST_CASE("capacity: every number is that of networks which are taught so many patterns") {
  constexpr Index units = 60;
  const Matrix patterns = test::random_signs(units, 24);
  const auto make = [] { return test::make_hopfield(units, Hopfield::Update::synchronous); };
  const auto teach = [](Model& model, const Matrix& others, const RandomStreams& /*random*/) {
    RandomStream unused(1, 1);
    model.initialise(unused);
    test::teach(model, Hebbian(), others);
  };
  auto model = make();
  test::teach(model, Hebbian(), patterns);
  const run::NetworkSystem system(model, nullptr, patterns, teach,
                                  [&]() -> std::shared_ptr<Model> { return std::make_shared<Hopfield>(make()); });
  Capacity capacity;
  capacity.corruption = flips_of_count(0);
  capacity.counts = {1, 3, 6, 9, 24};
  capacity.trials = GENERATE(1, 7, 10);
  capacity.updates = 9;
  capacity.stop = Settling::Stop::updates;
  capacity.min_overlap = 0.95;
  const MemoryRecorder seen = ask(capacity, system);
  Reals load, fraction, overlaps, iterations;
  for (const Index count : capacity.counts) {
    auto taught = make();
    teach(taught, patterns.leftCols(count), RandomStreams(1, "unused"));
    const Matrix weights = taught.weights();
    Reals reached, needed;
    double recalled = 0.0;
    for (Index trial = 0; trial < capacity.trials; ++trial) {
      // In turn, or spread over all where there are more patterns than trials.
      const Index target = count <= capacity.trials ? trial % count : trial * count / capacity.trials;
      std::vector<Vector> way{patterns.col(target)};
      for (Index update = 0; update < 9; ++update) {
        const Vector field = weights * way.back();
        Vector next = way.back();
        for (Index unit = 0; unit < units; ++unit) {
          next[unit] = std::fabs(field[unit]) < 1e-9 ? next[unit] : std::copysign(1.0, field[unit]);
        }
        way.push_back(next);
      }
      needed.push_back(static_cast<double>(motion_of(way).second));
      reached.push_back(cosine(patterns.col(target), way.back()));
      recalled += reached.back() > 0.95 - 1e-9 ? 1.0 : 0.0;
    }
    load.push_back(static_cast<double>(count) / units);
    fraction.push_back(recalled / static_cast<double>(capacity.trials));
    overlaps.push_back(mean(reached));
    iterations.push_back(mean(needed));
    const std::size_t at = load.size() - 1;
    check_wilson(seen.reals("fraction_recalled_low")[at], seen.reals("fraction_recalled_high")[at], fraction[at],
                 static_cast<double>(capacity.trials));
  }
  CHECK(list<Wholes>(seen, "pattern_count") == Wholes{1, 3, 6, 9, 24});
  check_close(seen.reals("load"), load);
  check_close(seen.reals("fraction_recalled"), fraction);
  check_close(seen.reals("mean_overlap"), overlaps);
  check_close(seen.reals("mean_iterations"), iterations);
  // The last fall through one half, along a straight line.
  double expected = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t at = 1; at < fraction.size(); ++at) {
    if (fraction[at - 1] >= 0.5 && fraction[at] < 0.5) {
      const auto from = static_cast<double>(capacity.counts[at - 1]);
      const auto to = static_cast<double>(capacity.counts[at]);
      expected = to - (to - from) * (0.5 - fraction[at]) / (fraction[at - 1] - fraction[at]);
    }
  }
  REQUIRE(std::isfinite(expected));
  CHECK(scalar(seen, "capacity") == Approx(expected).epsilon(1e-12));
  CHECK(scalar(seen, "capacity_per_unit") == Approx(expected / units).epsilon(1e-12));
  // Without a fall through one half there is no such number, on either side.
  const auto capacity_of = [&](std::vector<Index> counts, double min_overlap) {
    capacity.counts = std::move(counts);
    capacity.min_overlap = min_overlap;
    return scalar(ask(capacity, system), "capacity");
  };
  CHECK(std::isnan(capacity_of({1, 3}, 0.95)));
  CHECK(std::isnan(capacity_of({24}, 1.0)));
}

TEST_CASE("basin: every number is that of distances which one can write down") {
  // All units of a target have one magnitude, so that distances depend on how many are flipped, and not on which.
  constexpr Index units = 5;
  const std::array magnitudes{0.5, 1.0, 4.0, 9.0};
  Matrix memories(units, 4);
  for (Index target = 0; target < 4; ++target) {
    memories.col(target) = magnitudes.at(static_cast<std::size_t>(target)) * test::random_signs(units, 1);
  }
  static const PluginInfo sign_flips = corruption<SignFlips>("sign_flips", "Turns signs.");
  Basin basin;
  basin.corruption = std::make_shared<const Part>(
      Part{&sign_flips, {{"count", std::int64_t{0}}, {"fraction", {}}, {"independent", false}}});
  basin.parameter = "count";
  basin.damage = {0, 1, 4, 2, 5};
  basin.trials_per_target = 3;
  basin.recalled_within = 2.1;
  basin.duration = 1.0;
  basin.sampling_interval = 0.25;
  const MemoryRecorder seen = ask(basin, test::ShrinkingSystem(memories));
  const Reals times{0.0, 0.25, 0.5, 0.75, 1.0};
  check_close(seen.reals("time"), times);
  CHECK(seen.find("time").unit == "s");
  CHECK(seen.reals("damage") == basin.damage);
  Reals fraction, at_end;
  double critical = 0.0;
  for (const double flipped : basin.damage) {
    for (const double time : times) {
      double recalled = 0.0;
      for (const double magnitude : magnitudes) {
        const double shrunk = std::exp(-time);
        const double distance = magnitude * std::sqrt((units - flipped) * (1.0 - shrunk) * (1.0 - shrunk) +
                                                      flipped * (1.0 + shrunk) * (1.0 + shrunk));
        recalled += distance <= 2.1 ? 0.25 : 0.0;
      }
      fraction.push_back(recalled);
    }
    at_end.push_back(fraction.back());
    critical = fraction.back() >= 0.5 ? std::max(critical, flipped) : critical;
  }
  // A level at which exactly half of the trials are recalled belongs to the basin.
  REQUIRE(std::ranges::find(at_end, 0.5) != at_end.end());
  REQUIRE(at_end[static_cast<std::size_t>(std::ranges::find(basin.damage, critical) - basin.damage.begin())] == 0.5);
  check_close(seen.reals("fraction_recalled"), fraction);
  check_close(seen.reals("final_fraction_recalled"), at_end);
  CHECK(scalar(seen, "critical_damage") == critical);
  for (std::size_t at = 0; at < fraction.size(); ++at) {
    check_wilson(seen.reals("fraction_recalled_low")[at], seen.reals("fraction_recalled_high")[at], fraction[at],
                 12.0);
  }
  for (std::size_t level = 0; level < at_end.size(); ++level) {
    CHECK(seen.reals("final_fraction_recalled_low")[level] == seen.reals("fraction_recalled_low")[5 * level + 4]);
    CHECK(seen.reals("final_fraction_recalled_high")[level] == seen.reals("fraction_recalled_high")[5 * level + 4]);
  }
}

TEST_CASE("completion: every number is that of the recorded states, and known units move only where they may") {
  const bool hold = GENERATE(true, false);
  const bool by_layers = GENERATE(true, false);
  const auto measure = GENERATE(Observation::Distance::euclidean, Observation::Distance::hamming);
  auto model = test::make_pc_hopfield({4, 3, 2}, "loop", test::make_activation("tanh", 1.5));
  model.initial_width = 0.7;
  test::initialise(model);
  Euler euler;
  const Matrix memories = test::random_signs(9, 3);
  const run::NetworkSystem system(model, &euler, memories);
  Completion completion;
  if (by_layers) {
    completion.known_layers = {1};
    completion.asked_layers = {0, 2};
  } else {
    completion.known_fraction = 0.4;
  }
  completion.hold = hold;
  completion.targets = {2, 0};
  completion.trials_per_target = 2;
  completion.distance = measure;
  completion.duration = 0.5;
  completion.sampling_interval = 0.125;
  completion.record_state = true;
  const MemoryRecorder seen = ask(completion, system);
  constexpr std::size_t samples = 5;
  CHECK(list<Wholes>(seen, "target_of_trial") == Wholes{2, 2, 0, 0});
  check_close(seen.reals("time"), {0.0, 0.125, 0.25, 0.375, 0.5});
  const auto& states = seen.reals("state");
  REQUIRE(states.size() == 36 * samples);
  const auto state = [&](std::size_t trial, std::size_t unit, std::size_t sample) {
    return states[(trial * 9 + unit) * samples + sample];
  };
  Reals distances;
  double sum = 0.0;
  bool known_moved = false;
  for (std::size_t trial = 0; trial < 4; ++trial) {
    const Index own = trial < 2 ? 2 : 0;
    std::vector<bool> known(9);
    for (std::size_t unit = 0; unit < 9; ++unit) {
      // Unknown units start at 0, where no target is.
      known[unit] = state(trial, unit, 0) != 0.0;
      if (known[unit]) {
        CHECK(state(trial, unit, 0) == memories(static_cast<Index>(unit), own));
        for (std::size_t sample = 1; sample < samples; ++sample) {
          known_moved = known_moved || state(trial, unit, sample) != state(trial, unit, 0);
        }
      }
      if (by_layers) {
        CHECK(known[unit] == (unit >= 4 && unit < 7));
      }
    }
    CHECK(std::ranges::count(known, true) == (by_layers ? 3 : 4));
    for (Index target = 0; target < 3; ++target) {
      for (std::size_t sample = 0; sample < samples; ++sample) {
        double squares = 0.0;
        double errors = 0.0;
        for (std::size_t unit = 0; unit < 9; ++unit) {
          const double value = state(trial, unit, sample);
          const double wanted = memories(static_cast<Index>(unit), target);
          squares += known[unit] ? 0.0 : (value - wanted) * (value - wanted);
          errors += !known[unit] && value * wanted <= 0.0 ? 1.0 : 0.0;
        }
        distances.push_back(measure == Observation::Distance::hamming ? errors : std::sqrt(squares));
      }
      sum += target == own ? distances.back() : 0.0;
    }
  }
  CHECK(known_moved != hold);
  check_close(seen.reals("distance"), distances);
  CHECK(scalar(seen, "mean_final_distance") == Approx(sum / 4.0).epsilon(1e-12).margin(1e-12));
}

namespace {

/// One unit that predicts itself twice over, and a bias: with tanh, dv/dt vanishes where the slope is one half, and
/// the error is not 0 there.
PcHopfield one_unit() {
  auto model = test::make_pc_hopfield({1}, "single", test::make_activation("tanh"));
  test::initialise(model);
  model.correct(Vector::Ones(1), Vector::Constant(1, 2.0), 1.0, 1.0, -2.0);
  return model;
}

PcHopfield several_units() {
  auto model = test::make_pc_hopfield({4, 3}, "loop", test::make_activation("tanh", 1.5));
  model.initial_width = 1.0;
  test::initialise(model);
  return model;
}

}  // namespace

TEST_CASE("fixed_points: every number follows from the values of the points and the equations") {
  const bool one = GENERATE(true, false);
  const auto model = one ? one_unit() : several_units();
  const double gain = one ? 1.0 : 1.5;
  const Index units = model.units();
  Euler euler;
  const Matrix memories = one ? Matrix(Matrix::Constant(1, 1, 0.9)) : test::random_signs(units, 2);
  const run::NetworkSystem system(model, &euler, memories);
  FixedPoints analysis;
  analysis.random_starts = 30;
  analysis.settle = 20.0;
  analysis.scale = 3.0;
  const MemoryRecorder seen = ask(analysis, system);
  const auto& values = seen.reals("values");
  const auto points = static_cast<std::size_t>(scalar(seen, "points"));
  REQUIRE(points > 0);
  REQUIRE(values.size() == points * static_cast<std::size_t>(units));
  const Matrix& M = model.prediction_weights();
  const Matrix& W = model.correction_weights();
  Reals abscissas, distances, energies;
  Wholes stable, nearest;
  double largest_error = 0.0;
  double spurious = 0.0;
  double stable_spurious = 0.0;
  double lowest = std::numeric_limits<double>::infinity();
  double steepest = std::numeric_limits<double>::infinity();
  for (std::size_t point = 0; point < points; ++point) {
    const Vector v = Eigen::Map<const Vector>(values.data() + point * static_cast<std::size_t>(units), units);
    const Vector f = (gain * v).array().tanh();
    const Vector slope = gain * (1.0 - f.array().square());
    const Vector curvature = -2.0 * gain * f.array() * slope.array();
    const Vector e = v - M * f - model.biases();  // equation (2) at rest, with xi = 1
    CHECK((slope.cwiseProduct(W * e) - e).cwiseAbs().maxCoeff() < 1e-7);
    largest_error = std::max(largest_error, e.cwiseAbs().maxCoeff());
    // The derivative of (1) and (2), with both time constants 0.1 s.
    Matrix jacobian(2 * units, 2 * units);
    jacobian << Matrix(curvature.cwiseProduct(W * e).asDiagonal()),
        slope.asDiagonal() * W - Matrix::Identity(units, units),
        Matrix::Identity(units, units) - M * slope.asDiagonal(), -Matrix::Identity(units, units);
    abscissas.push_back(10.0 * jacobian.eigenvalues().real().maxCoeff());
    stable.push_back(abscissas.back() < 0.0 ? 1 : 0);
    energies.push_back(0.5 * e.squaredNorm());
    std::size_t closest = 0;
    Reals apart;
    for (Index target = 0; target < memories.cols(); ++target) {
      apart.push_back((v - memories.col(target)).norm());
      closest = apart.back() < apart[closest] ? apart.size() - 1 : closest;
    }
    nearest.push_back(static_cast<std::int64_t>(closest));
    distances.push_back(apart[closest]);
    if (distances.back() > analysis.target_within) {
      spurious += 1.0;
      lowest = std::min(lowest, energies.back());
      if (stable.back() == 1) {
        stable_spurious += 1.0;
        steepest = std::min(steepest, abscissas.back());
      }
    }
  }
  for (std::size_t point = 0; point < points; ++point) {
    CHECK(seen.reals("spectral_abscissa")[point] == Approx(abscissas[point]).epsilon(1e-5).margin(1e-4));
    CHECK(seen.reals("energy")[point] == Approx(energies[point]).epsilon(1e-7).margin(1e-12));
    CHECK(seen.reals("residual")[point] <= analysis.tolerance);
  }
  if (one) {
    // The reduced spectrum is that of points without errors, and holds for no other.
    CHECK(largest_error > 1.0);
  }
  CHECK(list<Wholes>(seen, "stable") == stable);
  CHECK(list<Wholes>(seen, "nearest_target") == nearest);
  check_close(seen.reals("target_distance"), distances);
  CHECK(scalar(seen, "spurious_points") == spurious);
  CHECK(scalar(seen, "stable_spurious_points") == stable_spurious);
  const auto check_least = [&](const char* name, double least) {
    if (std::isinf(least)) {
      CHECK(std::isnan(scalar(seen, name)));
    } else {
      CHECK(scalar(seen, name) == Approx(least).epsilon(1e-5).margin(1e-12));
    }
  };
  check_least("lowest_spurious_energy", lowest);
  check_least("steepest_spurious_abscissa", steepest);

  const auto& point_of_start = list<Wholes>(seen, "point_of_start");
  REQUIRE(std::ssize(point_of_start) == memories.cols() + 30);
  Wholes starts(points);
  std::int64_t arrived = 0;
  for (const std::int64_t point : point_of_start) {
    REQUIRE(point < static_cast<std::int64_t>(points));
    if (point >= 0) {
      ++arrived;
      ++starts[static_cast<std::size_t>(point)];
    }
  }
  CHECK(list<Wholes>(seen, "starts_of_point") == starts);
  CHECK(scalar(seen, "fraction_arrived") ==
        static_cast<double>(arrived) / static_cast<double>(point_of_start.size()));
}
