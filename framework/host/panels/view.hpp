// Datasets that a panel combines: one dataset of many cases, or columns of the summary.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "panels/figure.hpp"
#include "results/source.hpp"

namespace engram::panels {

/// The dimension over the cells (such as seeds) of one case in a sweep.
constexpr const char* cell_dimension = "cell";

/// The dimension over the cases of a panel, or over the rows of the summary.
constexpr const char* case_dimension = "case";

/// The dimension over the rows of the summary that share a line and a place. A line with fewer rows than another is
/// filled with NaN.
constexpr const char* row_dimension = "run";

/// A few datasets of one group, made for a panel.
class View final : public results::Source {
 public:
  Panel panel;                         ///< the same panel, over the view's datasets
  std::vector<std::string> labels;     ///< of the cases in the view
  std::vector<std::string> sentences;  ///< for the caption: means over cells, and what is left out

  void add(Dataset dataset);
  /// The path that a dataset of that name has in the view.
  [[nodiscard]] static std::string path_of(const std::string& name);

  [[nodiscard]] bool has(const std::string& path) const override { return datasets_.contains(path); }
  [[nodiscard]] Dataset dataset(const std::string& path) const override { return datasets_.at(path); }
  using results::Source::datasets;
  [[nodiscard]] std::vector<std::string> datasets(const std::string& group) const override;
  [[nodiscard]] std::vector<std::string> cases() const override { return {}; }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& /*case_label*/) const override {
    return {};
  }
  [[nodiscard]] std::set<std::string> default_settings(const std::string& /*case_label*/) const override {
    return {};
  }
  [[nodiscard]] std::string cell_at(const std::string& /*case_name*/, const NamedTexts& /*at*/) const override {
    return "";
  }

 private:
  std::map<std::string, Dataset> datasets_;
};

/// Whether a panel combines several cases or cells.
bool needs_view(const Panel& panel);

/// Combines a panel's data. With `cases`: the dataset of each case, under a new first dimension `case`, and, if a
/// name means all cells of a sweep, a second dimension `cell`. Over a column of the summary: see make_summary_view().
/// Throws RequestError if cases or columns do not exist or do not fit together.
View make_view(const Panel& panel, const results::Source& source);

}  // namespace engram::panels
