// The settings of one run: a typed value for each dotted path.
#pragma once

#include <map>
#include <string>

#include <engram/value.hpp>

namespace engram::spec {

struct ExperimentSpec;

/// One value as its parameter declares it: a part is the name of its plugin, std::monostate an optional number that
/// was not given.
struct Setting {
  Value value;
  std::string unit = {};  ///< "s", "1" or "" for a pure number and for what is no number

  bool operator==(const Setting&) const = default;
};

/// By dotted path: "model.layers", "model", "analyses.perturbation.duration".
using Settings = std::map<std::string, Setting>;

/// The settings of one run, with the same paths as settings() reads off its resolved text.
Settings settings_of(const ExperimentSpec& experiment);

/// The default in words of each setting that has one, by the same paths.
std::map<std::string, std::string> defaults_of(const ExperimentSpec& experiment);

/// A setting in words, as settings() has it: "[50, 30, 20]", "pc_hopfield", "10 s", "none".
std::string text_of(const Setting& setting);

}  // namespace engram::spec
