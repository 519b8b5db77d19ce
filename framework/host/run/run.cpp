#include "run/run.hpp"

#include <exception>
#include <new>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "run/network_system.hpp"

namespace engram::run {

namespace {

/// Does one piece of work; returns whether it succeeded. An exception from a plugin is recorded as a failure of the
/// group; Stopped is also passed on.
bool attempt(Recorder& recorder, const auto& work) {
  try {
    work(recorder);
    return true;
  } catch (const Stopped&) {
    recorder.failure("stopped by the user");
    throw;
  } catch (const std::bad_alloc&) {
    recorder.failure("it needs more memory than there is");
  } catch (const std::exception& error) {
    recorder.failure(error.what());
  } catch (...) {
    recorder.failure("a plugin threw something that is not a std::exception");
  }
  return false;
}

bool make_patterns(const Experiment& experiment, Patterns& patterns, Output& output) {
  return attempt(output.group("patterns"), [&](Recorder& recorder) {
    patterns = experiment.patterns->patterns(RandomStreams(experiment.seed, "patterns"));
    patterns.record(recorder, "targets", "pattern", "What the network is to remember.");
    experiment.patterns->record(recorder);
    experiment.model->check_patterns(patterns);
  });
}

std::optional<double> step_of(const Experiment& experiment) {
  return experiment.integrator ? experiment.integrator->time_step() : std::nullopt;
}

/// The streams of one rule. A single rule has no label and uses the streams themselves.
RandomStreams learning_random(const RandomStreams& random, const std::string& label) {
  return label.empty() ? random : random.within(label);
}

/// Gives a model the weights with which the experiment starts.
void initialise(const Experiment& experiment, Model& model, RandomStream random) {
  model.initialise(random);
  if (experiment.initial) {
    restore(model, *experiment.initial());
  }
}

/// Teaches a new model other patterns, without keeping the datasets recorded during learning.
void teach(const Experiment& experiment, Model& model, const Patterns& patterns, const RandomStreams& random) {
  if (experiment.initial && experiment.learning.empty()) {
    throw RunError("the experiment has no learning rule to teach other patterns by");
  }
  initialise(experiment, model, random.within("model").stream(0));
  MemoryRecorder unheard;
  SilentMonitor silent;
  for (const auto& [label, rule] : experiment.learning) {
    unheard.datasets.clear();
    rule->train(model,
                {patterns, step_of(experiment), learning_random(random.within("learning"), label), unheard, silent});
  }
}

bool train(const Experiment& experiment, const Patterns& patterns, Output& output) {
  const bool made = attempt(output.group("model"), [&](Recorder& /*recorder*/) {
    initialise(experiment, *experiment.model, RandomStreams(experiment.seed, "model").stream(0));
  });
  bool trained = made;
  for (const auto& [label, rule] : experiment.learning) {
    const std::string group = label.empty() ? "training" : "training/" + label;
    trained = trained && attempt(output.group(group), [&, &name = label, &each = rule](Recorder& recorder) {
                Monitor& monitor = output.begin(name.empty() ? "training" : "training by " + name);
                each->train(*experiment.model,
                            {patterns, step_of(experiment),
                             learning_random(RandomStreams(experiment.seed, "learning"), name), recorder, monitor});
              });
  }
  // The weights after incomplete training may help to find the cause.
  const bool recorded =
      made && attempt(output.group("model"), [&](Recorder& recorder) { experiment.model->record(recorder); });
  return trained && recorded;
}

}  // namespace

void restore(Model& model, const StoredWeights& stored) {
  auto* const taker = dynamic_cast<OffersStoredWeights*>(&model);
  if (taker == nullptr) {
    throw RunError("the model cannot take weights of another result");
  }
  taker->restore(stored);
}

void run(Experiment experiment, Output& output) {
  Patterns patterns;
  if (!make_patterns(experiment, patterns, output) || !train(experiment, patterns, output)) {
    return;
  }
  const NetworkSystem system(
      *experiment.model, experiment.integrator.get(), std::move(patterns),
      [&experiment](Model& model, const Patterns& others, const RandomStreams& random) {
        teach(experiment, model, others, random);
      },
      [&experiment] { return make<Model>(experiment.model_part); }, experiment.patterns->labels());
  for (const LabelledAnalysis& each : experiment.analyses) {
    const std::string group = "analyses/" + each.label;
    attempt(output.group(group), [&](Recorder& recorder) {
      Monitor& monitor = output.begin("analysis " + each.label);
      each.analysis->run({system, RandomStreams(experiment.seed, group), recorder, monitor});
    });
  }
}

}  // namespace engram::run
