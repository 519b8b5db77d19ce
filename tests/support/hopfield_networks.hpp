// Classical Hopfield networks, made and taught without a host.
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/models/hopfield.cpp"

namespace engram::test {

inline Hopfield make_hopfield(Index units, Hopfield::Update update = Hopfield::Update::asynchronous) {
  Hopfield model;
  model.unit_count = units;
  model.update = update;
  RandomStream unused(1, 1);
  model.initialise(unused);
  return model;
}

/// Independent values of +1 and -1.
inline Matrix random_signs(Index rows, Index columns, std::uint64_t seed = 11) {
  RandomStream random = RandomStreams(seed, "test").stream(0);
  return Matrix::NullaryExpr(rows, columns, [&] { return random.sign(); });
}

/// Symmetric weights with a zero diagonal, normally distributed.
inline Matrix random_symmetric_weights(Index units, std::uint64_t seed = 13) {
  RandomStream random = RandomStreams(seed, "test").stream(0);
  const Matrix half = Matrix::NullaryExpr(units, units, [&] { return random.normal(); });
  Matrix weights = half + half.transpose();
  weights.diagonal().setZero();
  return weights;
}

/// Teaches the model; returns the records of the rule.
inline MemoryRecorder teach(Model& model, const LearningRule& rule, const Patterns& patterns) {
  MemoryRecorder recorder;
  SilentMonitor monitor;
  rule.train(model, {patterns, std::nullopt, RandomStreams(1, "learning"), recorder, monitor});
  return recorder;
}

/// One stream per trial.
inline std::vector<RandomStream> trial_streams(Index trials, std::uint64_t seed = 1) {
  std::vector<RandomStream> streams;
  for (Index trial = 0; trial < trials; ++trial) {
    streams.push_back(RandomStreams(seed, "motion").stream(static_cast<std::uint64_t>(trial)));
  }
  return streams;
}

/// States after so many updates, one column per trial.
inline Matrix updated(const Hopfield& model, Matrix states, int times, const Mask& held = {},
                      std::uint64_t seed = 1) {
  std::vector<RandomStream> random = trial_streams(states.cols(), seed);
  const auto updates = model.updates(states.cols());
  for (int update = 0; update < times; ++update) {
    updates->update(states, held, random);
  }
  return states;
}

}  // namespace engram::test
