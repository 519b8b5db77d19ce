// What a spec says of figures: read by the spec's rules, meant for the figures' room.
#pragma once

#include <string>
#include <vector>

#include "app/spec_records.hpp"
#include "figures/figure.hpp"
#include "figures/source.hpp"
#include "spec/spec.hpp"
#include "store/reader.hpp"

namespace engram::app {

/// What a spec may say of figures.
const spec::RecordSchema& figure_schema();

/// Figures of checked records; contradictions within them become problems.
std::vector<figures::Figure> make_figures(const std::vector<spec::Record>& records, spec::Problems& problems);

/// The figures of a stored result, or of `spec_file` in their place where it is not empty; where there are none,
/// those that the results suggest. Throws RequestError where they hold mistakes.
std::vector<figures::Figure> figures_of(const store::Reader& reader, const figures::Source& source,
                                        const std::string& spec_file);

/// Finds, before anything runs, what the figures ask for and a run would not give: cases, analyses, placeholders.
void check_figures(const CellIndex& cells, spec::Problems& problems);

}  // namespace engram::app
