// An experiment with other settings of one of its plugins: every choice, and more than one value of each number.
#pragma once

#include <string>
#include <vector>

#include "laws/law.hpp"

namespace engram::laws {

/// One of them.
struct Setting {
  run::Plan plan;
  std::string words;  ///< what differs from the first one, "response: tanh, temperature: 0.2"; empty for the first
};

/// The plan itself, then the plan with other values of the parameters of `plugin`, wherever a part is made of it: the
/// words of choices and yes or no in every combination, as long as these are few, and otherwise one at a time;
/// numbers one at a time, as numbers that size a network stay. Settings that do not fit are left out.
std::vector<Setting> settings_of(const run::Plan& plan, const PluginInfo& plugin, const Catalogue& catalogue);

/// Holds a law in every setting of the specimen's plugin. A setting in which the law says nothing, or in which the
/// plugin refuses in words to work, is left out; one in which it is broken is named.
std::string held_in_every_setting(const Specimen& specimen, std::string (*hold)(const Specimen&));

/// The same as a law of its own: `{"held", "held units keep their values", in_every_setting<hold_held>}`.
template <std::string (*Hold)(const Specimen&)>
std::string in_every_setting(const Specimen& specimen) {
  return held_in_every_setting(specimen, Hold);
}

}  // namespace engram::laws
