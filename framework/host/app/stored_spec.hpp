// Figures and claims in the spec of a stored result.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/special_file.hpp>

#include "spec/spec.hpp"
#include "store/reader.hpp"

namespace engram::app {

/// Makes objects from the records under `key` of a result's resolved spec, or of `spec_file` if it is not empty, so
/// that figures and claims can be changed without running anything again. Throws RequestError if they have mistakes.
auto stored_records(const store::Reader& reader, const std::string& spec_file, std::string_view key,
                    const spec::RecordSchema& schema, const auto& make) {
  std::string text;
  if (spec_file.empty()) {
    text = reader.text("spec/resolved");
  } else {
    if (const std::string kind = special_file_by_name(spec_file); !kind.empty()) {
      throw RequestError(fmt::format("cannot read the spec {}: it is {}", spec_file, kind));
    }
    std::ifstream file(spec_file);
    if (!file) {
      throw RequestError(fmt::format("cannot read the spec {}", spec_file));
    }
    text = (std::ostringstream() << file.rdbuf()).str();
  }
  spec::Problems problems;
  const auto records =
      spec::read_stored(text, spec_file.empty() ? "the stored spec" : spec_file, key, schema, problems);
  auto made = make(records, problems);
  if (!problems.empty()) {
    const std::string from = spec_file.empty() ? "stored in " + reader.path().string() : "of " + spec_file;
    throw RequestError(fmt::format("what is {} under '{}' cannot be used:\n{}", from, key, spec::render(problems)));
  }
  return made;
}

}  // namespace engram::app
