// Keys of cells: a digest of everything that the results of one run depend on.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plugins/registry.hpp"
#include "specification/spec.hpp"
#include "store/file_sums.hpp"
#include "store/provenance.hpp"

namespace engram::cells {

/// The plugins and files that a run uses.
struct Ingredients {
  std::vector<const PluginInfo*> plugins;  ///< in the order of the spec, possibly repeated
  std::vector<std::string> files;          ///< as patterns for matching_files(), in the order of the spec
  bool operator==(const Ingredients&) const = default;
};

/// A key is the SHA-256 of the resolved spec of a run (which includes its seed), of the libraries of its plugins, of
/// the files that it reads, and of the numerics of this program and its BLAS. Other contents of the spec, such as
/// further cells or figures, do not change it.
class CellKeys {
 public:
  /// `numerics` describes the arithmetic of this program and of its BLAS, in complete lines.
  CellKeys(const plugins::Registry& registry, std::string numerics);

  /// 64 hexadecimal digits. Remembers the plugins and the files.
  std::string key_of(const specification::ExperimentSpec& experiment);

  /// The parts of the key besides the spec, one per line: `numerics`, then "plugin KIND/NAME SUM" and "file PATH
  /// SUM". They are stored with each cell, so that `engram status --explain` can name the part that changed.
  std::string made_with(const specification::ExperimentSpec& experiment);

  /// The first file of a run that changed since its key was computed; empty if no file changed.
  std::string changed_file(const specification::ExperimentSpec& experiment);

  /// All plugins used so far, by kind and name.
  [[nodiscard]] std::vector<store::PluginRecord> plugins();

  /// Counts a file among those that were read, without being part of a key.
  void add_input(const std::string& file);

  /// All files read by the runs so far, with their checksums.
  [[nodiscard]] std::vector<store::InputRecord> inputs();

 private:
  /// The files that match a pattern.
  struct Files {
    std::vector<std::string> named;  ///< the files that match
    std::vector<std::string> all;    ///< and the files that they refer to
  };
  const Files& files_of(const std::string& pattern);
  std::string in_words(const Ingredients& ingredients);

  const plugins::Registry& registry_;
  std::string numerics_;
  std::set<const PluginInfo*> met_;
  store::FileSums sums_;
  std::map<std::string, Files> files_;  ///< by pattern
  Ingredients last_;                    ///< of the cell for which made_with_ was made
  std::string made_with_;
};

}  // namespace engram::cells
