#include "conformance/network.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "run/run.hpp"

namespace engram::conformance {

namespace {

/// Keeps every group of a run in memory.
class MemoryOutput : public run::Output {
 public:
  Recorder& group(const std::string& path) override { return groups_[path]; }
  Monitor& begin(const std::string& /*work*/) override { return monitor_; }

  [[nodiscard]] Record record() const {
    Record all;
    for (const auto& [path, recorder] : groups_) {
      for (const Dataset& dataset : recorder.datasets) {
        all.datasets.emplace(fmt::format("{}/{}", path, dataset.name), dataset);
      }
      for (const std::string& failure : recorder.failures) {
        all.failures.push_back(fmt::format("{}: {}", path, failure));
      }
    }
    return all;
  }

 private:
  std::map<std::string, MemoryRecorder> groups_;
  SilentMonitor monitor_;
};

bool is_binary(const Matrix& patterns) {
  return (patterns.array().abs() == 1.0).all();
}

/// Replaces a value in every part made of the plugin.
Part changed(Part part, const PluginInfo* plugin, const std::string& parameter, const Value& value) {
  if (part.plugin == plugin) {
    return part.with(parameter, value);
  }
  for (auto& [name, own] : part.values) {
    if (const auto* nested = std::get_if<PartPointer>(&own); nested != nullptr && *nested) {
      own = std::make_shared<const Part>(changed(**nested, plugin, parameter, value));
    } else if (auto* list = std::get_if<std::vector<PartPointer>>(&own)) {
      for (PartPointer& each : *list) {
        each = std::make_shared<const Part>(changed(*each, plugin, parameter, value));
      }
    }
  }
  return part;
}

double distance(double a, double b) {
  if (std::isnan(a) || std::isnan(b) || std::isinf(a) || std::isinf(b)) {
    const bool same = (std::isnan(a) && std::isnan(b)) || a == b;
    return same ? 0.0 : std::numeric_limits<double>::infinity();
  }
  return std::fabs(a - b) / (1.0 + std::fabs(b));
}

std::string values_difference(const Dataset& a, const Dataset& b, double tolerance) {
  if (const auto* numbers = std::get_if<std::vector<double>>(&a.values)) {
    const auto& others = std::get<std::vector<double>>(b.values);
    for (std::size_t at = 0; at < numbers->size(); ++at) {
      const double one = (*numbers)[at];
      const double other = others[at];
      const bool differ = tolerance == 0.0
                              ? std::bit_cast<std::uint64_t>(one) != std::bit_cast<std::uint64_t>(other) &&
                                    one != other && !(std::isnan(one) && std::isnan(other))
                              : distance(one, other) > tolerance;
      if (differ) {
        return fmt::format("element {} is {} and {}", at, one, other);
      }
    }
    return "";
  }
  return a.values == b.values ? "" : "its values differ";
}

}  // namespace

Matrix Network::starts(Index trials) const {
  const bool binary = is_binary(patterns);
  Matrix starts(patterns.rows(), trials);
  for (Index trial = 0; trial < trials; ++trial) {
    RandomStream random = RandomStreams(experiment.seed, "starts").stream(static_cast<std::uint64_t>(trial));
    starts.col(trial) = patterns.col(trial % patterns.cols());
    for (double& value : starts.col(trial)) {
      if (binary) {
        value = random.uniform() < 0.2 ? -value : value;
      } else {
        value += 0.3 * random.normal();
      }
    }
  }
  return starts;
}

run::NetworkSystem Network::system() const {
  return {*experiment.model, experiment.integrator.get(), patterns};
}

std::optional<double> step_of(const run::Experiment& experiment) {
  return experiment.integrator ? experiment.integrator->time_step() : std::nullopt;
}

std::map<std::string, Dataset> weights_of(const Model& model) {
  MemoryRecorder recorder;
  model.record(recorder);
  return by_name(recorder.datasets);
}

run::Experiment composed(const Specimen& specimen, const Plan& plan) {
  run::Composition composition = run::compose(plan, *specimen.catalogue);
  if (!composition.misfits.empty()) {
    const run::Misfit& misfit = composition.misfits.front();
    throw Broken(fmt::format("its example does not fit: {}: {}", misfit.path, misfit.message));
  }
  return std::move(composition.experiment);
}

Network untrained(const Specimen& specimen, const Plan& plan) {
  Network network{composed(specimen, plan), {}, {}};
  run::Experiment& experiment = network.experiment;
  network.patterns.resize(experiment.patterns->pattern_size(), experiment.patterns->pattern_count());
  experiment.patterns->generate(RandomStreams(experiment.seed, "patterns"), network.patterns);
  RandomStream initial = RandomStreams(experiment.seed, "model").stream(0);
  experiment.model->initialise(initial);
  return network;
}

Network trained(const Specimen& specimen, const Plan& plan) {
  Network network = untrained(specimen, plan);
  run::Experiment& experiment = network.experiment;
  SilentMonitor monitor;
  const auto step = step_of(experiment);
  for (const run::LabelledRule& rule : experiment.learning) {
    MemoryRecorder& recorder = network.training;
    recorder.datasets.clear();
    rule.rule->train(*experiment.model,
                     {network.patterns, step, RandomStreams(experiment.seed, "learning"), recorder, monitor});
  }
  return network;
}

const Plan& first_plan(const Specimen& specimen) {
  if (specimen.plans.empty()) {
    throw Broken(
        "no experiment could be put together in which it takes part; give it .with_example(\"PARAMETER: VALUE, "
        "...\")");
  }
  return specimen.plans.front();
}

Plan with(const Specimen& specimen, const Plan& plan, const std::string& parameter, const Value& value) {
  return with(*specimen.plugin, plan, parameter, value);
}

Plan with(const PluginInfo& plugin, const Plan& plan, const std::string& parameter, const Value& value) {
  Plan other = plan;
  const auto change = [&](std::optional<Part>& part) {
    if (part) {
      part = changed(*part, &plugin, parameter, value);
    }
  };
  change(other.patterns);
  change(other.model);
  change(other.integrator);
  for (auto* list : {&other.learning, &other.analyses}) {
    for (LabelledPart& each : *list) {
      each.part = changed(each.part, &plugin, parameter, value);
    }
  }
  return other;
}

Record run_whole(run::Experiment experiment) {
  MemoryOutput output;
  run::run(std::move(experiment), output);
  return output.record();
}

std::map<std::string, Dataset> by_name(const std::vector<Dataset>& datasets) {
  std::map<std::string, Dataset> named;
  for (const Dataset& dataset : datasets) {
    named.emplace(dataset.name, dataset);
  }
  return named;
}

std::string difference(const std::map<std::string, Dataset>& a, const std::map<std::string, Dataset>& b,
                       double tolerance) {
  for (const auto& [name, dataset] : a) {
    const auto other = b.find(name);
    if (other == b.end()) {
      return fmt::format("'{}' is recorded one time and not the other", name);
    }
    if (dataset.shape != other->second.shape || dataset.values.index() != other->second.values.index()) {
      return fmt::format("'{}' has another shape or type", name);
    }
    const std::string values = values_difference(dataset, other->second, tolerance);
    if (!values.empty()) {
      return fmt::format("of '{}', {}", name, values);
    }
  }
  for (const auto& [name, dataset] : b) {
    if (!a.contains(name)) {
      return fmt::format("'{}' is recorded one time and not the other", name);
    }
  }
  return "";
}

double largest_difference(const ConstMatrixView& a, const ConstMatrixView& b) {
  double largest = 0.0;
  for (Index column = 0; column < a.cols(); ++column) {
    for (Index row = 0; row < a.rows(); ++row) {
      largest = std::max(largest, distance(a(row, column), b(row, column)));
    }
  }
  return largest;
}

Fenced::Fenced(Index rows, Index cols)
    : values_(Matrix::Constant(rows + 2 * margin, cols + 2 * margin, fence)), rows_(rows), cols_(cols) {}

MatrixView Fenced::inside() {
  return values_.block(margin, margin, rows_, cols_);
}

bool Fenced::broken() const {
  Matrix copy = values_;
  copy.block(margin, margin, rows_, cols_).setConstant(fence);
  return (copy.array() != fence).any();
}

}  // namespace engram::conformance
