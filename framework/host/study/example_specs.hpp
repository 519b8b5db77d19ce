// Examples of plugins that were tried: the specs resolve, and the parts fit.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <engram/plugin_info.hpp>

#include "examples/example_spec.hpp"
#include "plugins/registry.hpp"
#include "specification/spec.hpp"
#include "system/scratch_folder.hpp"

namespace engram::study {

/// An example with the spec that was read from it. It keeps the files that the example reads.
struct ResolvedExample {
  examples::Example example;
  specification::Spec spec;
  std::shared_ptr<const system::ScratchFolder> folder;
};

/// Seconds after which the trial run of an example is stopped; it usually takes a tenth of a second.
constexpr double trial_timeout = 10.0;

/// One example for each model that the plugin works with, or, if it is a model, for each analysis and rule that works
/// with it; the best one first.
std::vector<examples::Example> examples_of(const PluginInfo& plugin, const plugins::Registry& registry,
                                           double timeout = trial_timeout);

/// The best one; nullopt if the plugin and its companions do not make a whole experiment.
std::optional<examples::Example> example_of(const PluginInfo& plugin, const plugins::Registry& registry,
                                            double timeout = trial_timeout);

/// An example as a spec, with its files in a temporary folder. Throws RequestError if it does not resolve.
ResolvedExample resolve_example(examples::Example example, const plugins::Registry& registry);

}  // namespace engram::study
