// A candidate for an example: parts that may fit each other.
#pragma once

#include <optional>

#include "examples/example_spec.hpp"
#include "examples/part_text.hpp"

namespace engram::examples {

/// The parts of one experiment.
struct Candidate {
  PartText patterns;
  PartText model;
  PartText rule;
  std::optional<PartText> integrator;
  std::optional<PartText> analysis;
};

/// Whether a model offers all facets that another plugin needs.
bool has_needs_of(const PluginInfo& model, const PluginInfo& other);

/// Whether a model has a flow or updates, without which no analysis can watch it.
bool moves(const PluginInfo& model);

/// The candidate as a spec, with the files that it reads.
Example example_of(const Candidate& candidate);

/// The parameter of a plugin that takes a part of `kind`; nullptr if there is none.
const Parameter* place_for(const PluginInfo& plugin, Kind kind);

/// `part` with `inner` as its part of that kind.
PartText holding(PartText part, const PartText& inner);

/// A model of `units` units; nullopt if its size cannot be chosen.
std::optional<PartText> sized_model(PartText model, Index units);

}  // namespace engram::examples
