// The recorder of one group: datasets with dimension scales.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "store/group_outline.hpp"
#include "store/output_file.hpp"
#include "store/values.hpp"

namespace engram::store {

/// Writes each dataset as soon as it is recorded. Links between datasets, above all scales, are written by
/// complete(), because datasets arrive in any order and netCDF cannot read a file in which a dataset has only some of
/// its scales.
class GroupRecorder final : public Recorder {
 public:
  /// `path` is clean; `group` is open.
  GroupRecorder(OutputFile& file, std::string path, h5::Handle group)
      : file_(file), path_(path), group_(std::move(group)), outline_(std::move(path)) {}

  void record(Dataset dataset) override;
  void failure(std::string sentence) override;

  /// Stores a dataset whose first `rank` dimensions run over the cells of a stack.
  void record_cells(const Dataset& dataset, std::size_t rank);
  /// Makes such a dataset of numbers, to be written cell by cell; `outline` has no values, and `sample` some of them.
  h5::Handle begin_cells(const Dataset& outline, std::size_t rank, const Values& sample);

  [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }
  /// Whether a dataset or a dimension has that name, so that no group may have it.
  [[nodiscard]] bool uses(const std::string& name) const { return outline_.uses(name); }
  /// Opens or makes a group within this one.
  h5::Handle require_group(const std::string& name);

  /// Writes the missing coordinates and the dataset of failures, and attaches all scales. Nothing may be recorded
  /// afterwards.
  void complete();

 private:
  void check_groups(const Dataset& dataset) const;
  void write(const Dataset& dataset, std::size_t rank = 0);
  /// Writes the attributes of a new dataset, whose first `rank` dimensions run over cells.
  static void describe(hid_t made, const Dataset& dataset, std::size_t rank);
  void attach_scales();

  OutputFile& file_;
  std::string path_;
  h5::Handle group_;
  GroupOutline outline_;
  bool has_groups_ = false;
  std::vector<std::string> failures_;
};

}  // namespace engram::store
