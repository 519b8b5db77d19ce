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
#include <engram/counted.hpp>
#include <engram/plan.hpp>

#include "specification/keep.hpp"
#include "specification/records.hpp"
#include "specification/setting.hpp"
#include "values/sections.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

/// One run, with its parts. Its label is that of the case or the cell of a sweep.
struct ExperimentSpec : Plan {
  std::string case_name;                   ///< the case that a cell of a sweep belongs to; empty if there is no sweep
  std::string resolved;                    ///< a complete spec of only this run; empty if there were mistakes
  std::string identity;                    ///< the same without title and description, on which results do not depend
  yaml::Node tree = yaml::Node::null({});  ///< as it was written, with overrides applied

  /// The mark of a setting such as "model.layers" or "analyses.perturbation.corruption.count". If the spec does not
  /// set it, the mark of the enclosing node; for a part, the mark of its plugin's name.
  [[nodiscard]] yaml::Mark mark_of(std::string_view path) const;
  /// The same as text: "fig4.yaml:7:3", "--set model.tau_v=50ms"; "default" if it was not written.
  [[nodiscard]] std::string origin_of(std::string_view path) const;
};

/// The member that has the part of a section.
inline std::optional<Part> Plan::*member_of(const values::Section& section) {
  switch (section.kind) {
    case Kind::pattern_source:
      return &Plan::patterns;
    case Kind::integrator:
      return &Plan::integrator;
    default:
      return &Plan::model;
  }
}

/// An axis of a sweep: one path, or several that change together.
struct Axis {
  std::string name;                 ///< the path; "sample"; for a zip its first path
  std::vector<std::string> paths;   ///< the paths that change along it
  std::vector<std::string> labels;  ///< the words of its points in the labels of cells
  std::size_t size = 0;
  /// The setting that each path refers to: "analyses.recall.duration" of "analyses[0].duration", "model.activation"
  /// of "model.activation.plugin".
  std::vector<std::string> settings = {};
  /// For each path whose values are parts, the word of each point, such as "tanh(gain=0.3)"; empty for other paths.
  std::vector<std::vector<std::string>> words = {};
  /// For each path, the value of each point as it is written: "10 ms", "[50, 30, 20]"; empty for a part.
  std::vector<std::vector<std::string>> values = {};
  std::vector<std::string> pieces = {};  ///< what the points add to the labels of cells: "gain=0.5"
};

/// The runs of a spec, each resolved on demand, so that a sweep may have very many. They are returned as values, so
/// that a run stays valid whichever others are requested.
///
/// Threading: used by one thread; forked processes have their own copies.
class Cells {
 public:
  /// The number of most recent cells that are kept, so that a small spec is resolved only once.
  static constexpr std::size_t kept = 256;

  /// Makes the cells.
  class Source {
   public:
    virtual ~Source() = default;
    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual ExperimentSpec make(std::size_t cell) const = 0;
    /// Label and name of the case, without resolving the cell.
    [[nodiscard]] virtual std::pair<std::string, std::string> name(std::size_t cell) const = 0;
    [[nodiscard]] virtual std::vector<std::size_t> position(std::size_t cell) const = 0;
  };
  class Iterator;

  Cells() = default;
  Cells(std::shared_ptr<const Source> source, std::vector<Axis> axes)
      : source_(std::move(source)), axes_(std::move(axes)) {}

  [[nodiscard]] std::size_t size() const { return source_ == nullptr ? 0 : source_->size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] ExperimentSpec operator[](std::size_t cell) const;
  [[nodiscard]] ExperimentSpec front() const { return (*this)[0]; }
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;

  [[nodiscard]] std::string label(std::size_t cell) const { return source_->name(cell).first; }
  [[nodiscard]] std::string case_name(std::size_t cell) const { return source_->name(cell).second; }
  /// The axes of the sweep; empty if there is no sweep.
  [[nodiscard]] const std::vector<Axis>& axes() const { return axes_; }
  /// The settings of a cell. The value of a swept part is its word, which distinguishes it from others with the same
  /// plugin.
  [[nodiscard]] Settings settings(std::size_t cell) const;
  /// The position of a cell: the number of its case, then its place on each axis.
  [[nodiscard]] std::vector<std::size_t> position(std::size_t cell) const { return source_->position(cell); }

 private:
  std::shared_ptr<const Source> source_;
  std::vector<Axis> axes_;
  mutable std::deque<std::pair<std::size_t, ExperimentSpec>> made_;
};

class Cells::Iterator {
 public:
  // The names that the standard library looks for. NOLINTBEGIN(readability-identifier-naming)
  using value_type = ExperimentSpec;
  using difference_type = std::ptrdiff_t;
  // NOLINTEND(readability-identifier-naming)

  Iterator() = default;
  Iterator(const Cells* cells, std::size_t at) : cells_(cells), at_(at) {}
  ExperimentSpec operator*() const { return (*cells_)[at_]; }
  Iterator& operator++() {
    ++at_;
    return *this;
  }
  Iterator operator++(int) { return {cells_, at_++}; }
  bool operator==(const Iterator& other) const { return at_ == other.at_; }

 private:
  const Cells* cells_ = nullptr;
  std::size_t at_ = 0;
};

inline Cells::Iterator Cells::begin() const {
  return {this, 0};
}
inline Cells::Iterator Cells::end() const {
  return {this, size()};
}

/// A spec that another one extends.
struct ExtendedSpec {
  std::string name;  ///< as origins of values name it: "../base.yaml"
  std::string text;
  std::string file = {};  ///< its absolute path; empty if the spec is that of a stored result
};

struct Spec {
  std::string title;
  std::string description;
  std::string source;                       ///< the paper or tutorial that the experiment is from; may be empty
  std::string author;                       ///< who wrote the experiment, for pictures; may be empty
  NamedTexts labels;                        ///< words for figures, by the name of a case, a setting or a dataset
  bool has_cases = false;                   ///< the spec has cases or a sweep
  Cells cases;                              ///< one cell with an empty label if the spec has no cases and no sweep
  yaml::Node sweep = yaml::Node::null({});  ///< as it was written; null if there is none
  std::vector<std::string> tables;          ///< absolute paths of the tables that points of the sweep are from
  std::optional<double> timeout;            ///< of one run, in seconds
  KeepRules keep;  ///< of the cells of a sweep; a single run keeps everything it does not name
  std::vector<Record> figures;
  std::vector<Record> claims;          ///< under `expect`
  std::string original;                ///< the text of the file
  std::vector<ExtendedSpec> extended;  ///< the specs that it extends, each after those that it extends itself
  std::string resolved;                ///< a spec that resolves to itself; empty if there were mistakes
  yaml::Problems doubts;               ///< what may be meant otherwise, once it is composed
};

/// "12 cells" of a sweep, or "4 cases".
inline std::string runs_in_words(const Spec& spec, std::size_t count) {
  return counted(count, spec.sweep.is_null() ? "case" : "cell");
}

/// The input of resolve() besides the spec itself.
struct Request {
  std::vector<std::string> sets = {};                     ///< each "PATH=VALUE", as given to --set; the last one wins
  std::shared_ptr<const RecordSchema> figures = nullptr;  ///< the declaration of `figures`
  std::shared_ptr<const RecordSchema> claims = nullptr;   ///< the declaration of `expect`
};

/// Checks a spec against a catalogue and completes it. Finds all mistakes, not only the first; the result is complete
/// if and only if `problems` stays empty.
Spec resolve(const yaml::Node& written, const Catalogue& catalogue, const Request& request, yaml::Problems& problems);

/// The records under a key ("figures", "expect") of the text of a spec, such as the resolved spec stored with
/// results; `name` is the name of the spec in messages. Needs no plugins.
std::vector<Record> read_stored(const std::string& text, const std::string& name, std::string_view key,
                                const RecordSchema& schema, yaml::Problems& problems);

/// The records under a key of a spec; empty if it has none.
std::vector<Record> records_of(const yaml::Node& root, std::string_view key, const RecordSchema& schema,
                               yaml::Problems& problems);

/// The cells with these labels of a stored spec, with label, case and position but without their parts, which would
/// need plugins. Throws RequestError if the text is not a spec, or has none of these cells.
Cells stored_cells(const std::string& resolved, const std::vector<std::string>& labels);

/// The texts at the top of a spec; empty if they are missing.
struct Heading {
  std::string title;
  std::string description;
  std::string source;
  std::string author;
  NamedTexts labels;
};

/// The heading of a resolved spec.
Heading heading_of(const std::string& resolved);
Heading heading_of(const yaml::Node& root);

/// The rules under `keep` of a resolved spec; empty if the text is not a spec, or has none.
KeepRules stored_keep(const std::string& resolved);

/// The settings of one resolved run by dotted path: "model.layers" -> "[50, 30, 20]", "model" -> "pc_hopfield",
/// "analyses.perturbation.duration" -> "10 s". Title, description and figures are not settings. Throws RequestError
/// if the text is not a spec.
std::map<std::string, std::string> settings(const std::string& resolved);
std::map<std::string, std::string> settings(const yaml::Node& root);

/// A setting in which two runs differ; std::nullopt for a run without the setting.
struct SettingChange {
  std::string path;
  std::optional<std::string> before;
  std::optional<std::string> after;
};

/// The settings in which two resolved runs differ, by path.
std::vector<SettingChange> changed_settings(const std::string& before, const std::string& after);
/// The same for settings by path, as settings() returns them.
std::vector<SettingChange> changed_settings(const std::map<std::string, std::string>& before,
                                            const std::map<std::string, std::string>& after);

}  // namespace engram::specification
