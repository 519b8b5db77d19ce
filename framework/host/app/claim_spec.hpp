// What a spec says under `expect`: read by the spec's rules, meant for the claims' room.
#pragma once

#include <vector>

#include "app/spec_records.hpp"
#include "claims/claim.hpp"
#include "claims/judge.hpp"
#include "spec/spec.hpp"
#include "store/reader.hpp"

namespace engram::app {

/// What a spec may say of a claim.
const spec::RecordSchema& claim_schema();

/// Claims of checked records; contradictions within them become problems.
std::vector<claims::Claim> make_claims(const std::vector<spec::Record>& records, spec::Problems& problems);

/// Finds, before anything runs, what claims ask for and a run would not give: cases, analyses.
void check_claims(const CellIndex& cells, spec::Problems& problems);

/// The claims of a stored result, or of `spec_file` in their place where it is not empty, each with its verdict.
std::vector<claims::Verdict> judge_result(const store::Reader& reader, const std::string& spec_file);

}  // namespace engram::app
