// The texts of the specs of a study: in its result, and in the folder of jobs that merge it later.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "specification/spec.hpp"
#include "store/provenance.hpp"
#include "store/writer.hpp"
#include "study/study.hpp"

namespace engram::study {

/// Writes spec/original, the specs that it extends (spec/extended/1/name and text, ...), and spec/resolved.
void write_specs(const Study& study, const std::string& resolved, const std::string& sentence, store::Writer& writer);

/// Keeps a copy of the written spec of a study as `file`, and beside it copies of the specs that it extends, and the
/// names of all of them.
void save_originals(const Study& study, const std::filesystem::path& file);

/// Takes the texts of save_originals(), or of a single file, as those of a spec.
void take_originals(const std::filesystem::path& file, specification::Spec& spec);

/// The spec files of a study with their checksums; none for a rerun.
std::vector<store::InputRecord> spec_files(const StudyRequest& request, const specification::Spec& spec);

}  // namespace engram::study
