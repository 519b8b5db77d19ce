// Image memory without a weight matrix: the tutorial's recall, and its kernels compared with the limit of the
// machine.
#include <cstdint>
#include <numeric>
#include <vector>

#include <benchmark/benchmark.h>

#include "hopfield_networks.hpp"
#include "plugins/learning_rules/hebbian.cpp"

using namespace engram;

namespace {

Hopfield network(const Matrix& patterns, Hopfield::Update update) {
  Hopfield model = test::make_hopfield(patterns.rows(), update);
  model.held_weights = Hopfield::Weights::implicit;
  model.at_zero = Hopfield::AtZero::zero;
  Hebbian rule;
  rule.normalisation = Hebbian::Normalisation::patterns;
  rule.mean = Hebbian::Mean::patterns;
  test::teach(model, rule, patterns);
  return model;
}

Matrix damaged(Matrix patterns) {
  RandomStream random(5, 5);
  for (double& value : patterns.reshaped()) {
    value = random.uniform() < 0.3 ? -value : value;
  }
  return patterns;
}

/// Trials at all patterns, `updates` each; the network notices that `resting` trials rest.
void recall(benchmark::State& state) {
  const Matrix patterns = test::random_signs(state.range(0), state.range(1));
  const auto update = state.range(3) == 1 ? Hopfield::Update::asynchronous : Hopfield::Update::synchronous;
  const Hopfield model = network(patterns, update);
  const Matrix starts = damaged(patterns);
  const Index trials = std::min<Index>(patterns.cols(), 4);
  for (auto _ : state) {
    Matrix states = starts.leftCols(trials);
    auto random = test::trial_streams(trials);
    const auto updates = model.updates(trials);
    for (int64_t at = 0; at < state.range(2); ++at) {
      updates->update(states, {}, random);
    }
    benchmark::DoNotOptimize(states.data());
  }
}

/// Bits of a state, its overlaps with the patterns, and the sums over patterns at every unit; counts the bytes read.
void kernels(benchmark::State& state) {
  const Index units = state.range(1);
  const Matrix patterns = test::random_signs(units, state.range(2));
  StoredPatterns stored;
  stored.add(patterns, true);
  const Vector values = patterns.col(0);
  PackedState bits;
  stored.pack(values.data(), bits);
  Vector overlaps = Vector::Zero(stored.padded_count());
  Vector sums(units);
  std::vector<double> tables;
  for (auto _ : state) {
    switch (state.range(0)) {
      case 0:
        stored.pack(values.data(), bits);
        break;
      case 1:
        stored.overlaps(values.data(), bits, overlaps.data());
        break;
      default:
        stored.combine(overlaps.data(), sums.data(), tables);
        break;
    }
    benchmark::ClobberMemory();
  }
  const double bytes_of_bits = static_cast<double>(units * stored.padded_count()) / 8.0;
  const double bytes = state.range(0) == 0   ? 8.0 * static_cast<double>(units)
                       : state.range(0) == 1 ? bytes_of_bits
                                             : bytes_of_bits + 8.0 * static_cast<double>(units);
  state.counters["bytes_per_second"] =
      benchmark::Counter(bytes, benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1000);
}

/// The machine's limit for reading: sums of whole numbers over an array of the given size in bytes.
void read_memory(benchmark::State& state) {
  const std::vector<std::uint64_t> numbers(static_cast<std::size_t>(state.range(0)) / 8, 3);
  for (auto _ : state) {
    benchmark::DoNotOptimize(std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0}));
  }
  state.counters["bytes_per_second"] =
      benchmark::Counter(static_cast<double>(state.range(0)), benchmark::Counter::kIsIterationInvariantRate,
                         benchmark::Counter::kIs1000);
}

}  // namespace

BENCHMARK(recall)
    ->ArgNames({"units", "patterns", "updates", "asynchronous"})
    ->Args({16384, 4, 20, 0})
    ->Args({16384, 4, 20, 1})
    ->Args({1000000, 100, 1, 0})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(kernels)
    ->ArgNames({"kernel", "units", "patterns"})
    ->ArgsProduct({{0, 1, 2}, {16384}, {4, 128}})
    ->ArgsProduct({{0, 1, 2}, {1000000}, {100}})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(read_memory)->ArgName("bytes")->Arg(1 << 17)->Arg(1 << 28)->Unit(benchmark::kMicrosecond);
