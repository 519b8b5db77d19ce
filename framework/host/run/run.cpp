#include "run/run.hpp"

#include <exception>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "run/network_system.hpp"

namespace engram::run {

namespace {

/// Does one piece of work; returns whether it went through. Whatever a plugin throws ends here as a failure of the
/// group, but for the wish to stop, which goes on.
bool attempt(Recorder& recorder, const auto& work) {
  try {
    work(recorder);
    return true;
  } catch (const Stopped&) {
    recorder.failure("stopped by the user");
    throw;
  } catch (const std::exception& error) {
    recorder.failure(error.what());
  } catch (...) {
    recorder.failure("a plugin threw something that is no std::exception");
  }
  return false;
}

std::vector<double> row_major(const Matrix& matrix) {
  const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = matrix;
  return {rows.data(), rows.data() + rows.size()};
}

bool make_patterns(const Experiment& experiment, Matrix& patterns, Output& output) {
  return attempt(output.group("patterns"), [&](Recorder& recorder) {
    patterns.resize(experiment.patterns->pattern_size(), experiment.patterns->pattern_count());
    experiment.patterns->generate(RandomStreams(experiment.seed, "patterns"), patterns);
    recorder.record({"targets",
                     {"pattern", "unit"},
                     {patterns.cols(), patterns.rows()},
                     row_major(patterns.transpose()),
                     "1",
                     "What the network is to remember."});
  });
}

bool train(const Experiment& experiment, const Matrix& patterns, Output& output) {
  const bool made = attempt(output.group("model"), [&](Recorder& /*recorder*/) {
    RandomStream initial = RandomStreams(experiment.seed, "model").stream(0);
    experiment.model->initialise(initial);
  });
  const bool trained =
      made && attempt(output.group("training"), [&](Recorder& recorder) {
        const auto step = experiment.integrator ? experiment.integrator->time_step() : std::nullopt;
        const RandomStreams random(experiment.seed, "learning");
        experiment.learning->train(*experiment.model, {patterns, step, random, recorder, output.begin("training")});
      });
  // Weights that training left half way are worth a look too.
  const bool recorded =
      made && attempt(output.group("model"), [&](Recorder& recorder) { experiment.model->record(recorder); });
  return trained && recorded;
}

}  // namespace

void run(Experiment experiment, Output& output) {
  Matrix patterns;
  if (!make_patterns(experiment, patterns, output) || !train(experiment, patterns, output)) {
    return;
  }
  const NetworkSystem system(*experiment.model, experiment.integrator.get(), std::move(patterns));
  for (const LabelledAnalysis& each : experiment.analyses) {
    const std::string group = "analyses/" + each.label;
    attempt(output.group(group), [&](Recorder& recorder) {
      Monitor& monitor = output.begin("analysis " + each.label);
      each.analysis->run({system, RandomStreams(experiment.seed, group), recorder, monitor});
    });
  }
}

}  // namespace engram::run
