// The cells of a spec: each is resolved when it is requested.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <engram/catalogue.hpp>

#include "specification/spec.hpp"
#include "sweeps/sweep.hpp"
#include "yaml/node.hpp"
#include "yaml/problem.hpp"

namespace engram::specification {

std::vector<Axis> axes_of(const sweeps::SweepCells& cells, const yaml::Node& tree);

/// Cells by name and position.
class NamedCells : public Cells::Source {
 public:
  explicit NamedCells(sweeps::SweepCells cells) : cells_(std::move(cells)) {}

  [[nodiscard]] std::size_t size() const final { return cells_.size(); }
  [[nodiscard]] std::pair<std::string, std::string> name(std::size_t cell) const final {
    sweeps::CaseName name = cells_.name(cell);
    return {std::move(name.label), std::move(name.case_name)};
  }
  [[nodiscard]] std::vector<std::size_t> position(std::size_t cell) const final { return cells_.position(cell); }
  [[nodiscard]] const sweeps::SweepCells& cells() const { return cells_; }

 private:
  sweeps::SweepCells cells_;
};

/// Resolves cells one at a time.
class ResolvedCells : public NamedCells {
 public:
  ResolvedCells(sweeps::SweepCells cells, Catalogue catalogue, std::string folder, std::string heading)
      : NamedCells(std::move(cells)),
        catalogue_(std::move(catalogue)),
        folder_(std::move(folder)),
        heading_(std::move(heading)) {}

  [[nodiscard]] ExperimentSpec make(std::size_t cell) const override;
  [[nodiscard]] ExperimentSpec read(std::size_t cell, yaml::Problems& problems) const;

  /// Reports values that are written differently but give the same run, and labels that two cells share or that are
  /// too long for a file name.
  void check_names(yaml::Problems& problems) const;

 private:
  void refuse_equal_points(std::size_t number, yaml::Problems& problems) const;
  void refuse_bad_labels(yaml::Problems& problems) const;

  Catalogue catalogue_;
  std::string folder_;
  std::string heading_;
};

/// The cells of a stored spec, which are not resolved again.
class StoredCells : public NamedCells {
 public:
  using NamedCells::NamedCells;

  [[nodiscard]] ExperimentSpec make(std::size_t cell) const override {
    throw std::logic_error("the stored cell " + cells().name(cell).label + " is not resolved again");
  }
};

}  // namespace engram::specification
