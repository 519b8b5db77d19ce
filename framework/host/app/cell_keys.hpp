// Keys of cells: what the results of one run depend on, as one number.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plugins/registry.hpp"
#include "spec/spec.hpp"
#include "store/file_sums.hpp"
#include "store/provenance.hpp"

namespace engram::app {

/// The plugins and files that a run uses.
struct Ingredients {
  std::vector<const PluginInfo*> plugins;  ///< in the order of the spec, some of them twice
  std::vector<std::string> files;          ///< as paths or patterns of paths, in the order of the spec
  bool operator==(const Ingredients&) const = default;
};

/// A key is the SHA-256 of the resolved spec of a run (its seed is in there), of the libraries whose plugins it uses,
/// of the files that it reads, and of the numerics of this program and its BLAS. Whatever else the spec has, more
/// cells or other figures, changes nothing.
class CellKeys {
 public:
  /// `numerics` describes this program's own arithmetic and that of its BLAS, in whole lines.
  CellKeys(const plugins::Registry& registry, std::string numerics);

  /// 64 hexadecimal digits. Notes the plugins and the files.
  std::string key_of(const spec::ExperimentSpec& experiment);

  /// The parts of the key besides the spec, one a line: those of `numerics`, then "plugin KIND/NAME SUM" and
  /// "file PATH SUM". It is kept with each cell, so that `engram status --explain` can say which of them is another
  /// one now.
  std::string made_with(const spec::ExperimentSpec& experiment);

  /// The first file of a run whose bytes are not those of its key any more; empty where there is none.
  std::string changed_file(const spec::ExperimentSpec& experiment);

  /// The plugins that were met so far, by kind and name.
  [[nodiscard]] std::vector<store::PluginRecord> plugins();

  /// The files that the runs met so far read, with their checksums.
  [[nodiscard]] std::vector<store::InputRecord> inputs();

 private:
  /// The files that a path or a pattern of paths stands for.
  struct Files {
    std::vector<std::string> named;  ///< those of such a name
    std::vector<std::string> all;    ///< and those that they refer to
  };
  const Files& files_of(const std::string& pattern);
  std::string in_words(const Ingredients& ingredients);

  const plugins::Registry& registry_;
  std::string numerics_;
  std::set<const PluginInfo*> met_;
  store::FileSums sums_;
  std::map<std::string, Files> files_;  ///< by pattern
  Ingredients last_;                    ///< of the cell that made_with_ was made for
  std::string made_with_;
};

}  // namespace engram::app
