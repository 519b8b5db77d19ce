// The places that the values of a stored spec come from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "specification/spec.hpp"
#include "store/reader.hpp"

namespace engram::evaluation {

/// A setting of the first run of a case.
struct Origin {
  std::string case_name;  ///< empty for a spec without cases
  std::string setting;    ///< its path
  std::string value;
  std::string place;  ///< "fig4.yaml:7:3", "--set model.tau_v=50ms", "default" or "sweep"
};

/// The origins of all settings, in the order of the cases; empty if the result has none. Throws RequestError if the
/// table is damaged.
std::vector<Origin> origins_of(const store::Reader& reader);

/// The record of how a cell was computed, by the columns of /provenance/cells; empty if the result has no such table
/// or the table no such cell.
std::map<std::string, std::string> record_of_cell(const store::Reader& reader, const std::string& label);

/// An attribute of the provenance as text; empty if the result has no such attribute.
std::string provenance_text(const store::Reader& reader, const std::string& name);

/// A plugin that a result was computed with.
struct UsedPlugin {
  std::string kind;
  std::string name;
  std::string version;
  std::string file;
  std::string sha256;
};

std::vector<UsedPlugin> plugins_of(const store::Reader& reader);

/// A file that a result was computed from.
struct InputFile {
  std::string file;
  std::string sha256;
};

std::vector<InputFile> inputs_of(const store::Reader& reader);

/// The files of the spec and of the specs that it extends; empty for older results, and for those of a rerun.
std::vector<InputFile> spec_files_of(const store::Reader& reader);

/// The specs that the stored spec extends, as they were written; empty if there are none.
std::vector<specification::ExtendedSpec> extended_of(const store::Reader& reader);

}  // namespace engram::evaluation
