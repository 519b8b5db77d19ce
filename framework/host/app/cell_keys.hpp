// Keys of cells: what the results of one run depend on, as one number.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plugins/registry.hpp"
#include "spec/spec.hpp"
#include "store/provenance.hpp"

namespace engram::app {

/// A key is the SHA-256 of the resolved spec of a run (its seed is in there), of the libraries whose plugins it uses,
/// and of the files that it reads. Whatever else the spec has, more cells or other figures, changes nothing.
class CellKeys {
 public:
  explicit CellKeys(const plugins::Registry& registry) : registry_(registry) {}

  /// 64 hexadecimal digits. Notes the plugins.
  std::string key_of(const spec::ExperimentSpec& experiment);

  /// The plugins that were met so far, by kind and name.
  [[nodiscard]] std::vector<store::PluginRecord> plugins() const;

 private:
  const std::string& sum_of(const std::string& file);

  const plugins::Registry& registry_;
  std::set<const PluginInfo*> met_;
  std::map<std::string, std::string> sums_;  ///< of files by path
};

}  // namespace engram::app
