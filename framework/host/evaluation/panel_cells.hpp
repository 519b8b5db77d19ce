// The cells of a spec that a panel shows, before anything runs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "evaluation/spec_records.hpp"
#include "results/source.hpp"
#include "specification/records.hpp"
#include "yaml/problem.hpp"

namespace engram::evaluation {

/// The settings of a spec before its run, for placeholders.
class SpecSource : public results::Source {
 public:
  explicit SpecSource(const CellIndex& cells) : cells_(cells) {}

  [[nodiscard]] bool has(const std::string& /*path*/) const override { return false; }
  [[nodiscard]] Dataset dataset(const std::string& path) const override;
  using results::Source::datasets;
  [[nodiscard]] std::vector<std::string> datasets(const std::string& /*group*/) const override { return {}; }
  [[nodiscard]] std::vector<std::string> cases() const override { return cells_.labels(); }
  [[nodiscard]] std::map<std::string, std::string> settings(const std::string& case_label) const override;
  [[nodiscard]] std::set<std::string> default_settings(const std::string& /*case_label*/) const override {
    return {};
  }
  [[nodiscard]] std::string cell_at(const std::string& case_name, const NamedTexts& at) const override;

 private:
  const CellIndex& cells_;
};

/// The labels of the cells that a panel shows; empty if the panel names them wrongly, which becomes a problem.
std::vector<std::string> cells_of_panel(const CellIndex& cells, const specification::Record& panel,
                                        yaml::Problems& problems);

}  // namespace engram::evaluation
