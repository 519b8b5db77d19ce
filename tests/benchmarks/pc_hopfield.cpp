// Training and recall of the predictive-coding Hopfield network at the paper's size: 100 units, ten targets.
#include <benchmark/benchmark.h>

#include "networks.hpp"
#include "plugins/integrators/euler.cpp"
#include "plugins/learning_rules/predictive_coding.cpp"

using namespace engram;

namespace {

const Matrix& targets() {
  static const Matrix signs = test::random_matrix(100, 10).unaryExpr([](double x) { return x < 0.0 ? -1.0 : 1.0; });
  return signs;
}

PcHopfield network(bool loop) {
  return loop ? test::make_pc_hopfield({50, 30, 20}, "loop", test::make_activation("tanh"))
              : test::make_pc_hopfield({100}, "single", test::make_activation("tanh"));
}

void train(PcHopfield& model, PredictiveCoding::Method method) {
  PredictiveCoding rule;
  rule.rounds = 50;
  rule.method = method;
  MemoryRecorder recorder;
  SilentMonitor monitor;
  test::initialise(model);
  rule.train(model, {targets(), 1e-3, RandomStreams(1, "learning"), recorder, monitor});
}

/// 50 rounds of ten targets for 10 s each: 5 million steps of 1 ms.
void train_exact(benchmark::State& state) {
  auto model = network(state.range(0) == 1);
  for (auto _ : state) {
    train(model, PredictiveCoding::Method::exact);
    benchmark::ClobberMemory();
  }
}

void train_stepwise(benchmark::State& state) {
  auto model = network(state.range(0) == 1);
  for (auto _ : state) {
    train(model, PredictiveCoding::Method::stepwise);
    benchmark::ClobberMemory();
  }
}

/// All ten targets together for 10 s, from the paper's initial weights: 10,000 steps of 1 ms.
void train_together(benchmark::State& state) {
  auto model = network(state.range(0) == 1);
  model.initial_width = 1.1;
  PredictiveCoding rule;
  rule.order = PredictiveCoding::Order::together;
  rule.method = state.range(1) == 1 ? PredictiveCoding::Method::stepwise : PredictiveCoding::Method::exact;
  SilentMonitor monitor;
  for (auto _ : state) {
    state.PauseTiming();
    MemoryRecorder recorder;
    test::initialise(model);
    state.ResumeTiming();
    rule.train(model, {targets(), 1e-3, RandomStreams(1, "learning"), recorder, monitor});
    benchmark::ClobberMemory();
  }
}

/// Ten trials move together for 10 s in steps of 1 ms.
void recall(benchmark::State& state) {
  auto model = network(state.range(0) == 1);
  model.weights = static_cast<BlockProduct::Form>(state.range(1));
  train(model, PredictiveCoding::Method::exact);
  const Euler euler;
  const Matrix patterns = targets() + 0.2 * test::random_matrix(100, 10, 8);
  Matrix states(200, 10);
  for (auto _ : state) {
    const auto flow = model.flow(10);
    const auto stepper = euler.stepper(*flow, 200, 10);
    model.start(patterns, states);
    stepper->advance(0.0, 10.0, states);
    benchmark::DoNotOptimize(states.data());
  }
}

/// The spectra at ten real targets by the reduced method, including the factors of the weights.
void spectra(benchmark::State& state) {
  const Index units = state.range(0);
  auto model = test::make_pc_hopfield({units}, "single", test::make_activation("relu"));
  test::initialise(model);
  const Matrix patterns = test::random_matrix(units, 10);
  PredictiveCoding rule;
  rule.rounds = 50;
  // With more units the push on a unit's error grows; steps of 1 ms stay stable if the weights are slower by the same
  // factor.
  rule.gamma_M = rule.gamma_W = 0.2 * static_cast<double>(units) / 100.0;
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(model, {patterns, 1e-3, RandomStreams(1, "learning"), recorder, monitor});
  Eigen::VectorXcd eigenvalues(2 * units);
  for (auto _ : state) {
    const auto spectrum = model.reduced_spectrum();
    for (Index target = 0; target < 10; ++target) {
      spectrum->eigenvalues(patterns.col(target), eigenvalues);
    }
    benchmark::DoNotOptimize(eigenvalues.data());
  }
}

}  // namespace

BENCHMARK(train_exact)->ArgName("loop")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(train_stepwise)->ArgName("loop")->Arg(0)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(train_together)->ArgNames({"loop", "stepwise"})->ArgsProduct({{0, 1}, {0}})->Unit(benchmark::kMillisecond);
BENCHMARK(train_together)
    ->ArgNames({"loop", "stepwise"})
    ->ArgsProduct({{0, 1}, {1}})
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK(spectra)->ArgName("units")->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(recall)->ArgNames({"loop", "weights"})->ArgsProduct({{0, 1}, {0, 1, 2}})->Unit(benchmark::kMillisecond);
