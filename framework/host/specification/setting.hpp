// The settings of one run: a typed value for each dotted path.
#pragma once

#include <map>
#include <string>

#include <engram/value.hpp>

namespace engram::specification {

struct ExperimentSpec;

/// One value, with the type of its parameter. A part is represented by the name of its plugin, a missing optional
/// number by std::monostate.
struct Setting {
  Value value;
  std::string unit = {};  ///< "s"; "1" or "" for a pure number or other value

  bool operator==(const Setting&) const = default;
};

/// By dotted path: "model.layers", "model", "analyses.perturbation.duration".
using Settings = std::map<std::string, Setting>;

/// The settings of one run, with the same paths as settings() of its resolved text.
Settings settings_of(const ExperimentSpec& experiment);

/// The text of the default of each setting that has one, by the same paths.
std::map<std::string, std::string> defaults_of(const ExperimentSpec& experiment);

/// The text of a setting, as in settings(): "[50, 30, 20]", "pc_hopfield", "10 s", "none".
std::string text_of(const Setting& setting);

/// The text of each setting by its path, as in settings().
std::map<std::string, std::string> texts_of(const Settings& settings);

}  // namespace engram::specification
