#include "run/run.hpp"

#include <exception>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "run/flow_system.hpp"

namespace engram::run {

namespace {

/// Lets a failure through to the recorder, and counts it.
class CountingRecorder : public Recorder {
 public:
  explicit CountingRecorder(Recorder& recorder) : recorder_(recorder) {}
  void record(Dataset dataset) override { recorder_.record(std::move(dataset)); }
  void failure(std::string sentence) override {
    failed_ = true;
    recorder_.failure(std::move(sentence));
  }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  Recorder& recorder_;
  bool failed_ = false;
};

/// Does one piece of work; returns whether it went well. RequestErrors pass: they are for whoever made the request.
bool attempt(Recorder& recorder, const auto& work) {
  CountingRecorder counting(recorder);
  try {
    work(counting);
  } catch (const RequestError&) {
    throw;
  } catch (const std::exception& error) {
    counting.failure(error.what());
  }
  return !counting.failed();
}

std::vector<double> row_major(const Matrix& matrix) {
  const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows = matrix;
  return {rows.data(), rows.data() + rows.size()};
}

Matrix make_patterns(const Experiment& experiment, Output& output) {
  Matrix patterns(experiment.patterns->pattern_size(), experiment.patterns->pattern_count());
  experiment.patterns->generate(RandomStreams(experiment.seed, "patterns"), patterns);
  output.group("patterns")
      .record({"targets",
               {"pattern", "unit"},
               {patterns.cols(), patterns.rows()},
               row_major(patterns.transpose()),
               "1",
               "What the network is to remember."});
  return patterns;
}

bool train(const Experiment& experiment, const Matrix& patterns, Output& output) {
  const RandomStreams random(experiment.seed, "learning");
  RandomStream initial = RandomStreams(experiment.seed, "model").stream(0);
  experiment.model->initialise(initial);
  const bool trained = attempt(output.group("training"), [&](Recorder& recorder) {
    const auto step = experiment.integrator ? experiment.integrator->time_step() : std::nullopt;
    experiment.learning->train(*experiment.model, {patterns, step, random, recorder, output.begin("training")});
  });
  experiment.model->record(output.group("model"));
  return trained;
}

}  // namespace

bool run(const Experiment& experiment, Output& output) {
  const Matrix patterns = make_patterns(experiment, output);
  if (!train(experiment, patterns, output)) {
    return false;
  }
  if (experiment.integrator == nullptr) {
    return true;
  }
  const FlowSystem system(*experiment.model, *experiment.integrator, patterns);
  bool all_well = true;
  for (const LabelledAnalysis& each : experiment.analyses) {
    const std::string group = "analyses/" + each.label;
    all_well &= attempt(output.group(group), [&](Recorder& recorder) {
      Monitor& monitor = output.begin("analysis " + each.label);
      each.analysis->run({system, RandomStreams(experiment.seed, group), recorder, monitor});
    });
  }
  return all_well;
}

}  // namespace engram::run
