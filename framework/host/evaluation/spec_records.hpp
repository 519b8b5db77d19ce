// Functions for all records of a spec (figures, claims), before a run and in a stored result.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/plugin_info.hpp>
#include <engram/recorder.hpp>

#include "specification/spec.hpp"
#include "store/reader.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::evaluation {

/// The notes of a message about a word that is not allowed.
std::vector<std::string> notes_on(const std::string& word, const std::string& what,
                                  const std::vector<std::string>& allowed);

/// The value of a parameter that is a text.
std::string text_of(const specification::Record& record, std::string_view name);

/// A dataset that an analysis will record, as its plugin declares it.
struct Declared {
  const PluginInfo* plugin = nullptr;
  const Recorded* dataset = nullptr;
};

/// The names of all datasets that a plugin declares.
std::vector<std::string> names_recorded(const PluginInfo& plugin);

/// The runs of a spec by name, with the analyses of each, for checks of records. Built in one pass, since a sweep may
/// have very many cells and each is resolved when it is read.
class CellIndex {
 public:
  explicit CellIndex(const specification::Spec& spec) : spec_(spec) {}

  void add(const specification::ExperimentSpec& experiment);

  [[nodiscard]] const specification::Spec& spec() const { return spec_; }
  [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }
  /// Number of the run with a label; nullopt if there is no such run.
  [[nodiscard]] std::optional<std::size_t> find(const std::string& label) const;
  /// The label itself, or the label of the first cell of a case with this name, or the only label that contains the
  /// text; nullopt if there is none of them. Throws RequestError if several labels contain it.
  [[nodiscard]] std::optional<std::string> first_of(const std::string& name) const;
  /// The same for the name under a record's key; a text in several labels becomes a problem.
  [[nodiscard]] std::optional<std::string> label_or_problem(const specification::Record& record, std::string_view key,
                                                            const std::string& name, yaml::Problems& problems) const;
  /// Labels and names of cases, in the order of the spec.
  [[nodiscard]] const std::vector<std::string>& known() const { return known_; }
  /// Whether every run is free of mistakes.
  [[nodiscard]] bool resolved() const { return resolved_; }

  /// The labels that a record's `cases` name, or all labels if there are no `cases`; an unknown name becomes a
  /// problem.
  [[nodiscard]] std::vector<std::string> cells_of(const specification::Record& record,
                                                  yaml::Problems& problems) const;
  /// The same for names under another key of the record.
  std::vector<std::string> cells_named(const specification::Record& record, std::string_view key,
                                       const std::vector<std::string>& names, yaml::Problems& problems) const;
  /// Whether the spec is one run, without cases and without a sweep.
  [[nodiscard]] bool is_single() const { return labels_.size() == 1 && labels_.front().empty(); }

  /// Whether runs belong to cases of a sweep, so that the summary has a column of their names.
  [[nodiscard]] bool has_case_names() const { return !cells_by_case_.empty(); }
  /// The number of runs with a name: those of a case of a sweep, or one for a label or a part of
  /// it.
  [[nodiscard]] std::size_t count(const std::string& name) const;

  /// The dataset under a record's `key`, if it is "analyses/<label>/<name>", must name an analysis of each of the
  /// cases, and one of its records. Returns the different declarations of the dataset, one for each plugin; empty for
  /// other datasets, for mistakes, and if a plugin declares nothing.
  std::vector<Declared> check_dataset(const specification::Record& record, std::string_view key,
                                      const std::string& dataset, const std::vector<std::string>& cases,
                                      yaml::Problems& problems) const;

  /// The analysis with that label in a run; null if the run does not have it, or has mistakes.
  [[nodiscard]] const PluginInfo* analysis(std::size_t run, const std::string& label) const;

 private:
  /// An analysis of a run.
  struct Analysis {
    std::string label;
    const PluginInfo* plugin = nullptr;
    std::set<std::string> switched_off;  ///< parameters without which it does not record something

    bool operator<(const Analysis& other) const {
      return std::tie(label, plugin, switched_off) < std::tie(other.label, other.plugin, other.switched_off);
    }
  };
  using Analyses = std::vector<Analysis>;

  /// The analysis with that label in a run; null if the run does not have it, or has mistakes.
  [[nodiscard]] const Analysis* find_analysis(std::size_t run, const std::string& label) const;

  const specification::Spec& spec_;
  bool resolved_ = true;
  std::vector<std::string> labels_;
  std::vector<const Analyses*> analyses_;  ///< of each run; null if it has mistakes
  std::set<Analyses> different_;
  std::map<std::string, std::size_t> numbers_;
  std::map<std::string, std::vector<std::size_t>> cells_by_case_;
  std::vector<std::string> known_;  ///< labels and names of cases, in the order of the spec
};

/// Sets each declared value of a record in the object.
template <class T>
T make_from(const specification::Record& record, yaml::Problems& problems) {
  T made;
  for (const Parameter& parameter : T::params().list()) {
    parameter.assign(&made, record.value(parameter.name));
  }
  try {
    made.check();
  } catch (const ParameterError& error) {
    problems.add(record.mark_of(error.parameter()), error.what());
  }
  return made;
}

/// A result's resolved spec, or the spec in `spec_file` if that is not empty, with everything that it extends, so
/// that figures and claims can be changed without running anything again. std::nullopt and problems if it is not a
/// spec.
std::optional<yaml::Node> spec_root(const store::Reader& reader, const std::string& spec_file,
                                    yaml::Problems& problems);

/// Makes objects from the records under `key` of such a spec, which was read with these problems. Throws RequestError
/// if there are any, or if the records have mistakes.
auto stored_records(const store::Reader& reader, const std::string& spec_file, const std::optional<yaml::Node>& root,
                    yaml::Problems problems, std::string_view key, const specification::RecordSchema& schema,
                    const auto& make) {
  const auto records =
      root ? specification::records_of(*root, key, schema, problems) : std::vector<specification::Record>{};
  auto made = make(records, problems);
  if (!problems.empty()) {
    const std::string from = spec_file.empty() ? "stored in " + reader.path().string() : "of " + spec_file;
    throw RequestError(fmt::format("what is {} under '{}' cannot be used:\n{}", from, key, yaml::render(problems)));
  }
  return made;
}

}  // namespace engram::evaluation
