// A law: what every plugin of a kind promises, and how it is held against one of them.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "run/compose.hpp"

namespace engram::laws {

/// A plugin under examination, and small experiments in which it takes part.
struct Specimen {
  const PluginInfo* plugin = nullptr;
  Part part;                     ///< with the values of its example
  std::vector<run::Plan> plans;  ///< whole experiments; the first is the one that its documentation shows
  const Catalogue* catalogue = nullptr;
};

/// Thrown by a law that does not hold. what() is a sentence with the place, the numbers, and what would mend it.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by a law that says nothing about this plugin. what() is a clause that tells why.
class Skipped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Law {
  std::string name;     ///< "slope"
  std::string promise;  ///< "the slope is the derivative of the value"
  /// Returns what was measured, in a clause ("largest difference 2e-10"). Throws Broken, Skipped, and whatever the
  /// plugin throws.
  std::string (*hold)(const Specimen& specimen);
};

/// The laws of a kind, those of every kind first.
std::vector<Law> laws_of(Kind kind);

// The laws of each kind, one file for each.
std::vector<Law> laws_of_every_kind();
std::vector<Law> activation_laws();
std::vector<Law> model_laws();
std::vector<Law> learning_rule_laws();
std::vector<Law> pattern_source_laws();
std::vector<Law> corruption_laws();
std::vector<Law> integrator_laws();
std::vector<Law> analysis_laws();

enum class Verdict { holds, broken, skipped };

struct Finding {
  std::string law;
  Verdict verdict = Verdict::holds;
  std::string sentence;
};

/// Holds one law against a plugin, in a process of its own: a plugin that crashes, hangs longer than `timeout`
/// seconds or ends the process has broken the law.
Finding examine(const Specimen& specimen, const Law& law, double timeout);

}  // namespace engram::laws
