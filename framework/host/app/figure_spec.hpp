// What a spec says of figures: read by the spec's rules, meant for the figures' room.
#pragma once

#include <vector>

#include "figures/figure.hpp"
#include "spec/spec.hpp"

namespace engram::app {

/// What a spec may say of figures.
const spec::RecordSchema& figure_schema();

/// Figures of checked records; contradictions within them become problems.
std::vector<figures::Figure> make_figures(const std::vector<spec::Record>& records, spec::Problems& problems);

/// Finds, before anything runs, what the figures ask for and a run would not give: cases, analyses, placeholders.
void check_figures(const spec::Spec& spec, spec::Problems& problems);

}  // namespace engram::app
