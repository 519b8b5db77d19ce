// Makes an experiment from parts and checks that they fit together.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/catalogue.hpp>
#include <engram/integrator.hpp>
#include <engram/learning_rule.hpp>
#include <engram/model.hpp>
#include <engram/pattern_source.hpp>
#include <engram/plan.hpp>
#include <engram/stored_weights.hpp>

namespace engram::run {

struct LabelledRule {
  std::string label;
  std::shared_ptr<const LearningRule> rule;
};

struct LabelledAnalysis {
  std::string label;
  std::shared_ptr<const Analysis> analysis;
};

/// One experiment, ready to run. Its model learns while it runs, so an experiment runs once.
struct Experiment {
  std::string label;
  std::uint64_t seed = 1;
  std::shared_ptr<const PatternSource> patterns;
  std::shared_ptr<Model> model;
  Part model_part;  ///< the part that the model was made from, to make further models
  /// Reads the weights with which the model starts; empty if these are those of Model::initialise().
  std::function<std::shared_ptr<const StoredWeights>()> initial;
  std::vector<LabelledRule> learning;            ///< in the order of training
  std::shared_ptr<const Integrator> integrator;  ///< null if the model needs none
  std::vector<LabelledAnalysis> analyses;
};

/// Something that does not fit, at a dotted path of the spec ("learning.presentation").
struct Misfit {
  std::string path;
  std::string message;
  std::vector<std::string> notes;
};

/// Something that fits and may still be meant otherwise.
struct Doubt {
  std::string path;
  std::string message;
  std::string setting;  ///< path of the setting that settles it where a spec writes it; may be empty
};

struct Composition {
  Experiment experiment;
  std::vector<Misfit> misfits;  ///< the experiment may run only if this is empty
  std::vector<Doubt> doubts;
};

/// Makes the parts of a plan that was composed without misfits before, and checks nothing.
Experiment make_parts(const Plan& plan, const Catalogue& catalogue);

/// Makes the parts of a plan and checks that they fit; finds every misfit, not only the first. Messages name other
/// plugins of the catalogue that would have fitted. The experiment has no `initial`, which is read from a result
/// elsewhere.
Composition compose(const Plan& plan, const Catalogue& catalogue);

}  // namespace engram::run
