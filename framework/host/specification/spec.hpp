// A checked experiment, in which every part is known and every parameter has a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plan.hpp>

#include "specification/records.hpp"
#include "specification/setting.hpp"
#include "values/sections.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// One run, with its parts. Its label is that of the case or the cell of a sweep.
struct ExperimentSpec : Plan {
  std::string case_name;  ///< the case that a cell of a sweep belongs to; empty if there is no sweep
  std::string resolved;   ///< a spec that resolves to itself; empty if there were mistakes
};

/// The input of resolve() besides the spec itself.
struct Request {
  std::vector<std::string> sets = {};                     ///< each "PATH=VALUE", as given to --set; the last one wins
  std::shared_ptr<const RecordSchema> figures = nullptr;  ///< the declaration of `figures`
  std::shared_ptr<const RecordSchema> claims = nullptr;   ///< the declaration of `expect`
};

/// Checks a spec against a catalogue and completes it. Finds all mistakes, not only the first; the result is complete
/// if and only if `problems` stays empty.
Spec resolve(const yaml::Node& root, const Catalogue& catalogue, const Request& request, yaml::Problems& problems);

/// The records under a key ("figures", "expect") of the text of a spec, such as the resolved spec stored with
/// results; `name` is the name of the spec in messages. Needs no plugins.
std::vector<Record> read_stored(const std::string& text, const std::string& name, std::string_view key,
                                const RecordSchema& schema, yaml::Problems& problems);

/// The cells with these labels of a stored spec, with label, case and position but without their parts, which would
/// need plugins. Throws RequestError if the text is not a spec, or has none of these cells.
Cells stored_cells(const std::string& resolved, const std::vector<std::string>& labels);

/// The texts at the top of a spec; empty if they are missing.
struct Heading {
  std::string title;
  std::string description;
  std::string source;
};

/// The heading of a resolved spec.
Heading heading_of(const std::string& resolved);

/// The settings of one resolved run by dotted path: "model.layers" -> "[50, 30, 20]", "model" -> "pc_hopfield",
/// "analyses.perturbation.duration" -> "10 s". Title, description and figures are not settings. Throws RequestError
/// if the text is not a spec.
std::map<std::string, std::string> settings(const std::string& resolved);

/// A setting in which two runs differ; std::nullopt for a run without the setting.
struct SettingChange {
  std::string path;
  std::optional<std::string> before;
  std::optional<std::string> after;
};

/// The settings in which two resolved runs differ, by path.
std::vector<SettingChange> changed_settings(const std::string& before, const std::string& after);

}  // namespace engram::specification
