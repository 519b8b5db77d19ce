// Counts the virtual calls that one step of a network makes: into its flow, and into its activation.
#pragma once

#include <memory>
#include <utility>

#include "integrators.hpp"
#include "networks.hpp"

namespace engram::test {

/// An activation that counts how often it is called, and leaves the work to another one.
class CountingActivation : public Activation {
 public:
  explicit CountingActivation(std::shared_ptr<const Activation> inner) : inner_(std::move(inner)) {}

  void values(const ConstMatrixView& x, MatrixView f) const override {
    ++calls;
    inner_->values(x, f);
  }
  void values_and_slopes(const ConstMatrixView& x, MatrixView f, MatrixView slopes) const override {
    ++calls;
    inner_->values_and_slopes(x, f, slopes);
  }
  void curvatures(const ConstMatrixView& x, MatrixView curvatures) const override {
    ++calls;
    inner_->curvatures(x, curvatures);
  }

  mutable int calls = 0;

 private:
  std::shared_ptr<const Activation> inner_;
};

/// The same for a flow.
class CountingFlow : public Flow {
 public:
  explicit CountingFlow(Flow& inner) : inner_(inner) {}

  void derivative(const ConstMatrixView& states, MatrixView derivatives) override {
    ++calls;
    inner_.derivative(states, derivatives);
  }

  int calls = 0;

 private:
  Flow& inner_;
};

/// How many calls there were.
struct VirtualCalls {
  int flow = 0;
  int activation = 0;
};

/// The calls of one Euler step of a pc_hopfield network, for all trials together.
inline VirtualCalls virtual_calls_of_a_step(Index units, Index trials) {
  const auto activation = std::make_shared<CountingActivation>(make_activation("tanh"));
  auto model = make_pc_hopfield({units}, "single", activation);
  initialise(model);
  const auto flow = model.flow(trials);
  CountingFlow counting(*flow);
  const Euler euler;
  Matrix states = Matrix::Zero(model.state_size(), trials);
  const auto stepper = euler.stepper(counting, model.state_size(), trials);
  activation->calls = 0;
  stepper->advance(0.0, *euler.time_step(), states);
  return {counting.calls, activation->calls};
}

}  // namespace engram::test
