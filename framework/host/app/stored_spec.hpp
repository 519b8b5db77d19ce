// Figures and claims in the spec of a stored result.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "spec/spec.hpp"
#include "store/reader.hpp"
#include "system/file_content.hpp"

namespace engram::app {

/// Makes objects from the records under `key` of a result's resolved spec, or of `spec_file` if it is not empty, so
/// that figures and claims can be changed without running anything again. Throws RequestError if they have mistakes.
auto stored_records(const store::Reader& reader, const std::string& spec_file, std::string_view key,
                    const spec::RecordSchema& schema, const auto& make) {
  const std::string text =
      spec_file.empty() ? reader.text("spec/resolved") : system::content_of_input("the spec", spec_file);
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
