// The figures of a spec: read by the rules of specs, for the room `figures`.
#pragma once

#include <string>
#include <vector>

#include "evaluation/spec_records.hpp"
#include "panels/figure.hpp"
#include "results/source.hpp"
#include "specification/spec.hpp"
#include "store/reader.hpp"

namespace engram::evaluation {

/// The keys of figures in a spec.
const specification::RecordSchema& figure_schema();

/// Figures from checked records; contradictions within them become problems.
std::vector<panels::Figure> make_figures(const std::vector<specification::Record>& records, yaml::Problems& problems);

/// The figures of a stored result, or of `spec_file` if it is not empty; if there are none, default figures. Throws
/// RequestError if they have mistakes.
std::vector<panels::Figure> figures_of(const store::Reader& reader, const results::Source& source,
                                       const std::string& spec_file);

/// Keeps the figures with these names. Throws RequestError, with the nearest match, for a name that none of them has.
void keep_named(std::vector<panels::Figure>& figures, const std::vector<std::string>& names);

/// Checks before a run whether the cases, analyses and placeholders of figures will exist.
void check_figures(const CellIndex& cells, yaml::Problems& problems);

}  // namespace engram::evaluation
