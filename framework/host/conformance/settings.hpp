// Variants of an experiment: every choice of one of its plugins, and more than one value of each number.
#pragma once

#include <string>
#include <vector>

#include "conformance/law.hpp"

namespace engram::conformance {

/// One variant of an experiment.
struct Setting {
  Plan plan;
  std::string words;  ///< its difference from the first one, "response: tanh, temperature: 0.2"; empty for the first
};

/// The plan itself, then the plan with other values of the parameters of `plugin` in every part made of it: choices
/// and truth values in every combination, or one at a time if there are many; numbers one at a time, except numbers
/// that decide the size of a network. Settings that do not fit are left out.
std::vector<Setting> settings_of(const Plan& plan, const PluginInfo& plugin, const Catalogue& catalogue);

/// Checks a law in every setting of the specimen's plugin. A setting is left out if the law does not apply, or if the
/// plugin refuses it with a message; the message of a broken law names its setting.
std::string held_in_every_setting(const Specimen& specimen, std::string (*hold)(const Specimen&));

/// The same as a function of a law: `{"held", "held units keep their values", in_every_setting<hold_held>}`.
template <std::string (*Hold)(const Specimen&)>
std::string in_every_setting(const Specimen& specimen) {
  return held_in_every_setting(specimen, Hold);
}

}  // namespace engram::conformance
