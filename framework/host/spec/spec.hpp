// A checked experiment: every part known, every parameter with a value.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engram/catalogue.hpp>
#include <engram/plugin_info.hpp>

#include "spec/node.hpp"
#include "spec/problem.hpp"
#include "spec/records.hpp"

namespace engram::spec {

struct LabelledPart {
  std::string label;
  Part part;
  std::string path;  ///< "analyses.perturbation", for mark_of()
};

/// One run. A part with a mistake is absent, so that the others can still be checked.
struct ExperimentSpec {
  std::string label;      ///< of the case or the cell of a sweep; empty where the spec has neither
  std::string case_name;  ///< of the case that a cell of a sweep belongs to; empty where there is no sweep
  std::uint64_t seed = 1;
  std::optional<Part> patterns;
  std::optional<Part> model;
  std::optional<Part> integrator;
  std::vector<LabelledPart> learning;  ///< one with an empty label where the spec gives one rule and no list
  std::vector<LabelledPart> analyses;
  std::string resolved;        ///< a complete spec of this run alone; empty where there were mistakes
  Node tree = Node::null({});  ///< as it was written, with overrides put in

  /// Where "model.layers" or "analyses.perturbation.corruption.count" was written. For what was not written, the
  /// place of what would hold it; for a part, the word that names its plugin.
  [[nodiscard]] Mark mark_of(std::string_view path) const;
};

struct Spec {
  std::string title;
  std::string description;
  bool has_cases = false;             ///< or cells of a sweep
  std::vector<ExperimentSpec> cases;  ///< one with an empty label where the spec has none
  Node sweep = Node::null({});        ///< as it was written; null where there is none
  std::vector<Record> figures;
  std::vector<Record> claims;  ///< under `expect`
  std::string original;        ///< the text of the file
  std::string resolved;        ///< a spec that resolves to itself; empty where there were mistakes
};

/// What is asked for besides the spec itself.
struct Request {
  std::vector<std::string> sets = {};                     ///< each "PATH=VALUE", as given to --set; the last one wins
  std::shared_ptr<const RecordSchema> figures = nullptr;  ///< what `figures` may hold
  std::shared_ptr<const RecordSchema> claims = nullptr;   ///< what `expect` may hold
};

/// Checks a spec against a catalogue and completes it. Finds all mistakes, not only the first one; the result is
/// whole exactly where `problems` stays empty.
Spec resolve(const Node& root, const Catalogue& catalogue, const Request& request, Problems& problems);

/// The records under a key ("figures", "expect") of a spec as text, such as the resolved one that is stored beside
/// results; `name` stands for it in messages. Needs no plugins.
std::vector<Record> read_stored(const std::string& text, const std::string& name, std::string_view key,
                                const RecordSchema& schema, Problems& problems);

/// The text at a key at the top of a resolved spec ("title"); empty where there is none.
std::string heading(const std::string& resolved, std::string_view key);

/// The settings of one resolved run by dotted path: "model.layers" -> "[50, 30, 20]", "model" -> "pc_hopfield",
/// "analyses.perturbation.duration" -> "10 s". Title, description and figures are no settings. Throws RequestError
/// where the text is no spec.
std::map<std::string, std::string> settings(const std::string& resolved);

}  // namespace engram::spec
