// The claims under `expect` of a spec: read by the rules of specs, for the room `claims`.
#pragma once

#include <vector>

#include "claims/claim.hpp"
#include "claims/judge.hpp"
#include "evaluation/spec_records.hpp"
#include "specification/spec.hpp"
#include "store/reader.hpp"

namespace engram::evaluation {

/// The keys of a claim in a spec.
const specification::RecordSchema& claim_schema();

/// Claims from checked records; contradictions within them become problems.
std::vector<claims::Claim> make_claims(const std::vector<specification::Record>& records, yaml::Problems& problems);

/// Checks before a run whether the cases and analyses that claims name will exist.
void check_claims(const CellIndex& cells, yaml::Problems& problems);

/// The claims of a stored result, or of `spec_file` if it is not empty, each with its verdict.
std::vector<claims::Verdict> judge_result(const store::Reader& reader, const results::Source& source,
                                          const std::string& spec_file);

}  // namespace engram::evaluation
