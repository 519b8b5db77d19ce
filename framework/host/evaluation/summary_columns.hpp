// Predicts the columns of a spec's summary before a run.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "evaluation/spec_records.hpp"
#include "specification/setting.hpp"
#include "specification/spec.hpp"
#include "yaml/problem.hpp"

namespace engram::evaluation {

/// Refers to the cells, which must outlive it. Settings are read when a record first needs one.
class SummaryColumns {
 public:
  explicit SummaryColumns(const CellIndex& cells) : cells_(cells) {}

  /// A record's `key` names a column, by `name`; a column that the summary will not have becomes a problem. Returns
  /// whether the summary will have, or may have, the column.
  bool check(const specification::Record& record, std::string_view key, const std::string& name,
             yaml::Problems& problems);

 private:
  bool check_result(const specification::Record& record, std::string_view key, const std::string& name,
                    yaml::Problems& problems);
  [[nodiscard]] bool is_swept(const std::string& path) const;
  /// Reads the settings of further cells, up to `count`.
  void read_settings(std::size_t count);

  const CellIndex& cells_;
  std::size_t read_ = 0;
  specification::Settings first_;  ///< the first value of each setting
  std::set<std::string> varying_;
};

}  // namespace engram::evaluation
