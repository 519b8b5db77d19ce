// Mistakes of a panel about its dataset, found before anything runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evaluation/spec_records.hpp"
#include "panels/figure.hpp"
#include "specification/records.hpp"
#include "yaml/problem.hpp"

namespace engram::evaluation {

/// Refers to its arguments, which must outlive it. Each mistake becomes a problem at its key.
class PanelCheck {
 public:
  /// `several_cells`: a case of the panel has several cells of a sweep.
  PanelCheck(const specification::Record& record, const panels::Panel& panel, const Declared& declared,
             bool several_cells, yaml::Problems& problems);

  void check() const;

 private:
  void check_heat() const;
  void check_x() const;
  void check_target() const;
  /// The dimension along x; empty if there is none.
  [[nodiscard]] std::string along_x() const;
  void check_dimension(std::string_view key, const std::string& dimension) const;
  void check_neighbour(std::string_view key, const std::string& name) const;
  [[nodiscard]] bool has(const std::string& dimension) const;
  [[nodiscard]] const Recorded* neighbour(const std::string& name) const;
  void complain(std::string_view key, std::string message, std::vector<std::string> notes) const;

  const specification::Record& record_;
  const panels::Panel& panel_;
  const Declared& declared_;
  yaml::Problems& problems_;
  std::vector<std::string> dimensions_;  ///< including those over cases and cells
};

}  // namespace engram::evaluation
