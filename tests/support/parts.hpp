// Small parts of every kind, with no equations to get in the way: a network whose values decay, a rule that counts.
#pragma once

#include <array>
#include <limits>
#include <memory>
#include <string>

#include <engram/plugin.hpp>

namespace engram::test {

/// Units whose values fall as dx/dt = -rate x; a negative rate makes them grow without bound.
struct Decaying : Model, OffersFlow {
  Index size = 3;
  double rate = 1.0;
  double trained_on = 0.0;

  static auto params() {
    return engram::params<Decaying>()
        .add(&Decaying::size, "size", "1", "Units.", {.min = 1})
        .add(&Decaying::rate, "rate", "1/s", "Rate.");
  }
  void check() const {
    if (rate == 13.0) {
      throw ParameterError("rate", "13 brings bad luck");
    }
  }
  [[nodiscard]] Index units() const override { return size; }
  [[nodiscard]] Index state_size() const override { return size; }
  void initialise(RandomStream& /*random*/) override {}
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void record(Recorder& recorder) const override { recorder.scalar("trained_on", trained_on, "1", "Patterns seen."); }
  [[nodiscard]] std::unique_ptr<Flow> flow(Index /*trials*/) const override {
    struct Fall : Flow {
      double rate = 0.0;
      void derivative(const ConstMatrixView& states, MatrixView rates) override { rates = -rate * states; }
    };
    auto made = std::make_unique<Fall>();
    made->rate = rate;
    return made;
  }
};

/// Units whose values halve with every update.
struct Halving : Model, OffersUpdates {
  [[nodiscard]] Index units() const override { return 3; }
  [[nodiscard]] Index state_size() const override { return 3; }
  void initialise(RandomStream& /*random*/) override {}
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void record(Recorder& /*recorder*/) const override {}
  [[nodiscard]] std::unique_ptr<Updates> updates(Index /*trials*/) const override {
    struct Half : Updates {
      void update(MatrixView states, const Mask& held, std::vector<RandomStream>& /*random*/) override {
        const Matrix halves = 0.5 * states;
        states = held.size() == 0 ? halves : Matrix(held.select(states, halves));
      }
    };
    return std::make_unique<Half>();
  }
};

/// A network that cannot move.
struct Still : Model {
  [[nodiscard]] Index units() const override { return 3; }
  [[nodiscard]] Index state_size() const override { return 3; }
  void initialise(RandomStream& /*random*/) override {}
  void start(const ConstMatrixView& patterns, MatrixView states) const override { states = patterns; }
  void record(Recorder& /*recorder*/) const override {}
};

struct Counting : LearningRule {
  bool fails = false;
  bool needs_step = false;
  static auto params() {
    return engram::params<Counting>()
        .add(&Counting::fails, "fails", "Whether training fails.")
        .add(&Counting::needs_step, "needs_step", "Whether a time step is needed.");
  }
  void check_network(const NetworkOutline& network) const override {
    if (needs_step && !network.time_step) {
      throw ParameterError("needs_step", "there is no step");
    }
  }
  void train(Model& model, const Training& training) const override {
    training.recorder.scalar("seen", static_cast<double>(training.patterns.cols()), "1", "Patterns seen.");
    if (fails) {
      throw RunError("the weights became infinite or NaN at target 2");
    }
    if (auto* decaying = dynamic_cast<Decaying*>(&model)) {
      decaying->trained_on = static_cast<double>(training.patterns.cols());
    }
  }
};

struct NeedsErrorNodes : LearningRule {
  static constexpr std::array needs{OffersErrorNodes::facet};
  void check_network(const NetworkOutline& network) const override {
    if (!network.time_step) {
      throw RequestError("there is no step");
    }
  }
  void train(Model& /*model*/, const Training& /*training*/) const override {}
};

struct Ones : PatternSource {
  Index count = 2;
  Index size = 3;
  static auto params() {
    return engram::params<Ones>()
        .add(&Ones::count, "count", "1", "Patterns.", {.min = 1})
        .add(&Ones::size, "size", "1", "Values.", {.min = 1});
  }
  [[nodiscard]] Index pattern_count() const override { return count; }
  [[nodiscard]] Index pattern_size() const override { return size; }
  void generate(const RandomStreams& /*random*/, MatrixView patterns) const override { patterns.setOnes(); }
};

/// One step per call, of any length.
struct OneStep : Integrator {
  double step = 0.5;
  static auto params() { return engram::params<OneStep>().add(&OneStep::step, "time_step", "s", "Step."); }
  [[nodiscard]] std::optional<double> time_step() const override { return step; }
  [[nodiscard]] std::unique_ptr<Stepper> stepper(Flow& flow, Index state_size, Index trials) const override {
    struct Once : Stepper {
      Once(Flow& the_flow, Index rows, Index columns) : flow(the_flow), rates(rows, columns) {}
      Flow& flow;
      Matrix rates;
      void advance(double from, double to, MatrixView states) override {
        flow.derivative(states, rates);
        states += (to - from) * rates;
      }
    };
    return std::make_unique<Once>(flow, state_size, trials);
  }
};

/// Asks whether the network moves in seconds or in updates, and in which steps.
struct AsksForTime : Analysis {
  void check_network(const NetworkOutline& network) const override {
    throw RequestError(std::string(network.continuous ? "seconds" : "updates") +
                       (network.time_step ? " in steps" : ""));
  }
  void run(const Question& /*question*/) const override {}
};

/// Follows one trial per memory to `until`, and records where the first unit ends.
struct Ending : Analysis {
  double until = 1.0;
  bool fails = false;
  static auto params() {
    return engram::params<Ending>()
        .add(&Ending::until, "until", "s", "End.")
        .add(&Ending::fails, "fails", "Whether the analysis fails half way.");
  }
  void check_network(const NetworkOutline& network) const override {
    if (until > 100.0 * static_cast<double>(network.patterns)) {
      throw ParameterError("until", "that is too long for so few memories");
    }
  }
  void run(const Question& question) const override {
    const auto trajectory = question.system.start(question.system.memories().matrix(), question.random);
    trajectory->advance_to(until / 2.0);
    question.recorder.scalar("half_way", trajectory->values()(0, 0), "1", "First unit, half way.");
    if (fails) {
      throw std::runtime_error("lost the thread");
    }
    trajectory->advance_to(until);
    question.recorder.scalar("end", trajectory->values()(0, 0), "1", "First unit, at the end.");
    for (const Divergence& divergence : trajectory->divergences()) {
      question.recorder.failure("trial " + std::to_string(divergence.trial) + " diverged");
    }
  }
};

}  // namespace engram::test
