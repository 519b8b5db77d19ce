// A small catalogue without any library, and helpers that make a spec from a text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#define ENGRAM_NO_EXPORT
#include <engram/catalogue.hpp>
#include <engram/plugin.hpp>

#include "specification/spec.hpp"

namespace engram::specification::test {

/// Every plugin of the fixture, by its kind and name.
const Catalogue& catalogue();

/// The keys under `figures` in these tests: figures with a name, a width and panels; panels with a case and bounds.
std::shared_ptr<const RecordSchema> figure_schema();

/// A complete spec that uses every type of parameter.
extern const std::string good_spec;

/// A spec and its problems.
struct Resolved {
  Spec spec;
  yaml::Problems problems;
};

/// Reads and resolves a text under the name fig.yaml.
Resolved resolve_text(const std::string& text, std::vector<std::string> sets = {});

/// The rendered problems of a text; empty if there are none.
std::string errors_of(const std::string& text, std::vector<std::string> sets = {});

/// Places, messages and notes without the excerpts, one problem per line: "fig.yaml:1:2: message | note | note".
std::vector<std::string> lines_of(const yaml::Problems& problems);

/// `text` with the first `from` replaced by `to`; throws if `from` does not occur.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace engram::specification::test
