#include "spec_fixture.hpp"

#include <stdexcept>

#include <engram/plugin.hpp>

#include "yaml/read.hpp"

namespace engram::specification::test {

namespace {

struct Relu {
  double value(double x) const { return x; }
  double slope(double /*x*/) const { return 1.0; }
};

struct Tanh {
  double gain = 1.0;
  static auto params() {
    return engram::params<Tanh>().add(&Tanh::gain, "gain", "1", "Slope at zero.", {.above = 0});
  }
  double value(double x) const { return gain * x; }
  double slope(double /*x*/) const { return gain; }
};

struct PcHopfield : Model {
  std::vector<Index> layers = {100};
  NamedPairs topology{"single", {}};
  std::shared_ptr<const Activation> activation;
  double tau_v = 0.1;
  std::optional<double> noise;

  static auto params() {
    return engram::params<PcHopfield>()
        .add(&PcHopfield::layers, "layers", "1", "Units of each layer.", {.min = 1})
        .add(&PcHopfield::topology, "topology", {"single", "loop", "chain"}, "Which layer predicts which.")
        .add(&PcHopfield::activation, "activation", "Squashing of each unit.", "relu")
        .add(&PcHopfield::tau_v, "tau_v", "s", "Time constant of the value nodes.", {.above = 0})
        .add(&PcHopfield::noise, "noise", "1", "Width of the initial weights.", {.min = 0, .max = 2});
  }
  Index units() const override { return 0; }
  Index state_size() const override { return 0; }
  void initialise(RandomStream& /*random*/) override {}
  void start(const ConstMatrixView& /*patterns*/, MatrixView /*states*/) const override {}
  void record(Recorder& /*recorder*/) const override {}
};

struct PredictiveCoding : LearningRule {
  double presentation = 10.0;
  Index rounds = 1;
  double gamma_M = 0.2;

  static auto params() {
    return engram::params<PredictiveCoding>()
        .add(&PredictiveCoding::presentation, "presentation", "s", "How long each pattern is shown.", {.above = 0})
        .add(&PredictiveCoding::rounds, "rounds", "1", "Presentations of each pattern.", {.min = 1, .max = 1000})
        .add(&PredictiveCoding::gamma_M, "gamma_M", "s", "Time constant of M.", {.above = 0});
  }
  void train(Model& /*model*/, const Training& /*training*/) const override {}
};

struct Gaussian : PatternSource {
  Index count = 0;
  Index size = 0;

  static auto params() {
    return engram::params<Gaussian>()
        .add(&Gaussian::count, "count", "1", "Number of patterns.", {.min = 1, .required = true})
        .add(&Gaussian::size, "size", "1", "Numbers in each pattern.", {.min = 1, .required = true});
  }
  Index pattern_count() const override { return count; }
  Index pattern_size() const override { return size; }
  void generate(const RandomStreams& /*random*/, MatrixView /*patterns*/) const override {}
};

struct GaussianNoise : Corruption {
  double sigma = 0.0;
  static auto params() {
    return engram::params<GaussianNoise>().add(&GaussianNoise::sigma, "sigma", "1", "Width of the noise.",
                                               {.min = 0, .required = true});
  }
  void apply(VectorView /*pattern*/, RandomStream& /*random*/) const override {}
};

struct SignFlips : Corruption {
  Index count = 1;
  static auto params() {
    return engram::params<SignFlips>().add(&SignFlips::count, "count", "1", "Signs to flip.", {.min = 1});
  }
  void apply(VectorView /*pattern*/, RandomStream& /*random*/) const override {}
};

struct Euler : Integrator {
  double time_step = 1e-3;
  static auto params() {
    return engram::params<Euler>().add(&Euler::time_step, "time_step", "s", "Length of a step.", {.above = 0});
  }
  std::unique_ptr<Stepper> stepper(Flow& /*flow*/, Index /*state_size*/, Index /*trials*/) const override {
    return nullptr;
  }
};

enum class Distance { euclidean, hamming };

struct Perturbation : Analysis {
  std::shared_ptr<const Corruption> corruption;
  double duration = 10.0;
  std::vector<double> horizons;
  Distance distance = Distance::euclidean;
  bool record_state = false;
  std::string remark;
  std::vector<std::string> tags;

  static auto params() {
    return engram::params<Perturbation>()
        .add(&Perturbation::corruption, "corruption", "Damage done to a target.")
        .add(&Perturbation::duration, "duration", "s", "How long the network moves.", {.above = 0})
        .add(&Perturbation::horizons, "horizons", "s", "Times to look at.", {.min = 0})
        .choice(&Perturbation::distance, "distance",
                {{"euclidean", Distance::euclidean}, {"hamming", Distance::hamming}}, "How distance is measured.")
        .add(&Perturbation::record_state, "record_state", "Whether to keep the states.")
        .add(&Perturbation::remark, "remark", "A remark.")
        .add(&Perturbation::tags, "tags", "Words to find it by.");
  }
  void run(const Question& /*question*/) const override {}
};

struct Spectrum : Analysis {
  void run(const Question& /*question*/) const override {}
};

Parameter field(std::string name, ValueType type, Value default_value, bool required = false) {
  Parameter parameter;
  parameter.name = std::move(name);
  parameter.type = type;
  parameter.default_value = std::move(default_value);
  parameter.required = required;
  return parameter;
}

}  // namespace

const Catalogue& catalogue() {
  static const PluginList plugins{
      activation<Relu>("relu", "Rectified."),
      activation<Tanh>("tanh", "Squashed."),
      model<PcHopfield>("pc_hopfield", "Predictive."),
      learning_rule<PredictiveCoding>("predictive_coding", "Local."),
      pattern_source<Gaussian>("gaussian", "Random patterns."),
      corruption<GaussianNoise>("gaussian_noise", "Noise."),
      corruption<SignFlips>("sign_flips", "Flips."),
      integrator<Euler>("euler", "Explicit."),
      analysis<Perturbation>("perturbation", "Recall."),
      analysis<Spectrum>("jacobian_eigenvalues", "Stability."),
  };
  static const Catalogue catalogue = [] {
    Catalogue all;
    for (const PluginInfo& plugin : plugins) {
      all.add(plugin);
    }
    return all;
  }();
  return catalogue;
}

std::shared_ptr<const RecordSchema> figure_schema() {
  auto panel = std::make_shared<RecordSchema>();
  panel->what = "panel";
  panel->parameters = {field("title", ValueType::text, std::string()), field("case", ValueType::text, Value{}),
                       field("from", ValueType::real, Value{})};
  auto figure = std::make_shared<RecordSchema>();
  figure->what = "figure";
  figure->parameters = {field("name", ValueType::text, Value{}, true),
                        field("columns", ValueType::integer, std::int64_t{2})};
  figure->parameters[1].limits.min = 1;
  figure->children_key = "panels";
  figure->child = std::move(panel);
  return figure;
}

Resolved resolve_text(const std::string& text, std::vector<std::string> sets) {
  Resolved result;
  if (const auto root = yaml::read_text(text, "fig.yaml", result.problems)) {
    result.spec = resolve(*root, catalogue(), {std::move(sets), figure_schema()}, result.problems);
  }
  return result;
}

std::string errors_of(const std::string& text, std::vector<std::string> sets) {
  return yaml::render(resolve_text(text, std::move(sets)).problems);
}

std::vector<std::string> lines_of(const yaml::Problems& problems) {
  std::vector<std::string> lines;
  for (const yaml::Problem& problem : problems.list()) {
    std::string line = problem.mark.where() + ": " + problem.message;
    for (const std::string& note : problem.notes) {
      line += " | " + note;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) {
    throw std::logic_error("the text holds no '" + from + "'");
  }
  return text.replace(at, from.size(), to);
}

}  // namespace engram::specification::test
