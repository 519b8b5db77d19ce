// A spec that runs in no time, for tests of studies and of the command line.
#pragma once

namespace engram::test {

// Line numbers are part of what is tested: each mistake is made by replacing one of these lines.
constexpr const char* small_spec = R"(title: A small network
seed: 3
patterns: {plugin: gaussian, count: 2, size: 6}
model:
  plugin: pc_hopfield
  layers: [6]
  activation: relu
  tau_v: 100 ms
learning: {plugin: predictive_coding, presentation: 1 s, rounds: 2}
integrator: {plugin: euler, time_step: 1 ms}
analyses:
  - plugin: perturbation
    corruption: {plugin: gaussian_noise, sigma: 0.2}
    duration: 100 ms
)";

}  // namespace engram::test
