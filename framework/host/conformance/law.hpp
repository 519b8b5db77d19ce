// A law: a promise that every plugin of a kind makes, and the check of one plugin.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "run/compose.hpp"

namespace engram::conformance {

/// A plugin to check, and small experiments with it.
struct Specimen {
  const PluginInfo* plugin = nullptr;
  Part part;                ///< with the values of its example
  std::vector<Plan> plans;  ///< whole experiments; the first is the one in its documentation
  const Catalogue* catalogue = nullptr;
};

/// Thrown by a law that is broken. what() is a sentence with the place, the numbers, and how to fix it.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by a law that does not apply to this plugin. what() is a clause with the reason.
class Skipped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Law {
  std::string name;     ///< "slope"
  std::string promise;  ///< "the slope is the derivative of the value"
  /// Returns the measurement as a clause ("largest difference 2e-10"). Throws Broken, Skipped, and exceptions of the
  /// plugin.
  std::string (*hold)(const Specimen& specimen);
};

/// The laws of a kind, after those of every kind.
std::vector<Law> laws_of(Kind kind);

// The laws of each kind, in one file each.
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

/// Checks one law in a separate process: a plugin that crashes, hangs longer than `timeout` seconds or ends the
/// process has broken the law.
Finding examine(const Specimen& specimen, const Law& law, double timeout);

}  // namespace engram::conformance
