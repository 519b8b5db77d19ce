// A study: all runs of a spec with cases or a sweep, and the cells that are already computed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cells/cell_keys.hpp"
#include "cells/keep_plan.hpp"
#include "journals/cell_folder.hpp"
#include "journals/cell_listener.hpp"
#include "journals/journal.hpp"
#include "plugins/registry.hpp"
#include "specification/spec.hpp"
#include "store/reader.hpp"
#include "system/crash_guard.hpp"

namespace engram::study {

/// The spec of a study, the place of its result, and facts about the process that runs it.
struct StudyRequest {
  std::filesystem::path spec;
  std::vector<std::string> sets;
  std::filesystem::path target;  ///< the result file, existing or not
  std::vector<std::string> plugin_folders;
  std::filesystem::path rerun_of = {};  ///< the result whose spec is run again; `spec` is then removed after the run
  /// The text to store as the written spec, as save_originals() keeps it; if empty, the text of `spec`.
  std::filesystem::path original = {};
  /// The words that started the process, for provenance and the message about a crash; may be empty.
  std::vector<std::string> command_line = {};
  int crash_code = 1;  ///< exit code of the process if a plugin crashes it

  /// The request as words of a command line, for messages and for scripts.
  [[nodiscard]] std::vector<std::string> words() const;
};

class Study {
 public:
  /// Loads plugins, checks the spec and computes the key of every cell. Throws RequestError as check_spec() does.
  explicit Study(StudyRequest request);

  [[nodiscard]] const StudyRequest& request() const { return request_; }
  [[nodiscard]] const specification::Spec& spec() const { return spec_; }
  [[nodiscard]] const plugins::Registry& registry() const { return registry_; }
  /// Prints the message if a plugin crashes this process.
  [[nodiscard]] system::CrashGuard& crash_guard() const { return *crash_guard_; }
  [[nodiscard]] std::size_t size() const { return spec_.cases.size(); }
  [[nodiscard]] std::string key(std::size_t cell) const { return keys_.substr(cell * key_length, key_length); }
  [[nodiscard]] std::vector<store::PluginRecord> plugins() const { return cell_keys_.plugins(); }
  [[nodiscard]] std::vector<store::InputRecord> inputs() const { return cell_keys_.inputs(); }
  /// The spec and the specs that it extends; empty for a rerun.
  [[nodiscard]] const std::vector<store::InputRecord>& spec_files() const { return spec_files_; }
  /// See CellKeys.
  [[nodiscard]] std::string made_with(const specification::ExperimentSpec& cell) const {
    return cell_keys_.made_with(cell);
  }
  /// The datasets that its cells store.
  [[nodiscard]] const cells::KeepPlan& keep() const { return keep_; }
  /// A sentence about a file of a cell that changed since its key was computed; empty if there is no such file.
  /// Called after the run, since files may change at any time.
  [[nodiscard]] std::string changed_input(const specification::ExperimentSpec& cell) const;
  /// Throws RequestError if `output` is a file that the study reads.
  void refuse_input(const std::filesystem::path& output) const;
  /// Number of the cell with a label. Throws RequestError with the nearest match if it does not exist.
  [[nodiscard]] std::size_t cell_of(const std::string& label) const;

  /// The folder that keeps cells until they are merged: "fig4.cells" beside "fig4.h5", and "fig4.seed2.cells" beside
  /// a result "fig4.seed2".
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// Uses the folder as CellFolder describes.
  [[nodiscard]] journals::CellFolder open_folder(journals::CellFolder::Use use) const;

 private:
  StudyRequest request_;
  std::filesystem::path folder_;
  plugins::Registry registry_;
  std::unique_ptr<system::CrashGuard> crash_guard_;
  specification::Spec spec_;
  std::vector<store::InputRecord> spec_files_;
  mutable cells::CellKeys cell_keys_;  ///< caches checksums
  cells::KeepPlan keep_;
  static constexpr std::size_t key_length = 64;
  std::string keys_;  ///< one after the other, since there may be very many
};

/// The computed cells of a study: in its folder, or in the result of an earlier run.
class Computed {
 public:
  /// Reads the folder once, and the result too if `with_result`.
  Computed(const Study& study, bool with_result);

  [[nodiscard]] const journals::CellRecord* find(const std::string& key) const;
  void play(const std::string& key, journals::CellListener& listener) const;
  /// The resolved spec of a computed cell; empty for cells of engram 0.1 that were not merged.
  [[nodiscard]] std::string resolved(const journals::CellRecord& record) const;
  /// The cells without a result, or whose result is a failure.
  [[nodiscard]] std::vector<std::size_t> missing(const Study& study) const;
  /// Computed cells that the study does not use: made with other settings, plugins or files.
  [[nodiscard]] std::vector<const journals::CellRecord*> stale(const Study& study) const;
  /// Whether the existing result is of another spec and has no cells that could be compared with those of the study.
  [[nodiscard]] bool is_foreign(const Study& study) const;
  /// Whether the existing result is complete: it has each cell of the spec in its place and no failure, and no other
  /// cells wait to be merged.
  [[nodiscard]] bool is_finished(const Study& study) const;
  /// The failures of a cell, each with its group and its sentence.
  [[nodiscard]] std::vector<store::Failure> failures(const std::string& key) const;

 private:
  journals::Journals journals_;
  std::unique_ptr<const store::Reader> result_;
  std::map<std::string, journals::CellRecord> former_;  ///< of the result, by key
  std::vector<std::string> former_keys_;                ///< in the order of the result
};

}  // namespace engram::study
