// The recorder of one group: datasets with dimension scales.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "store/output_file.hpp"

namespace engram::store {

/// Writes each dataset when it comes. What ties datasets together, scales above all, waits for complete(), because
/// datasets come in any order and netCDF reads no file in which a dataset has only some of its scales.
class GroupRecorder final : public Recorder {
 public:
  /// `path` is clean; the group exists.
  GroupRecorder(OutputFile& file, std::string path) : file_(file), path_(std::move(path)) {}

  void record(Dataset dataset) override;
  void failure(std::string sentence) override;

  [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }
  /// Whether a dataset or a dimension has that name, so that no group can have it.
  [[nodiscard]] bool uses(const std::string& name) const;

  /// Makes the missing coordinates and the dataset of failures, and attaches all scales. Nothing is recorded after
  /// it.
  void complete();

 private:
  struct Dimension {
    Index extent;
    bool has_coordinate = false;
  };
  /// What complete() has to know of a dataset.
  struct Outline {
    std::vector<std::string> dimensions;
    std::vector<std::string> coordinates;
  };

  void check_names(const Dataset& dataset) const;
  void check_dimensions(const Dataset& dataset) const;
  void check_groups(const Dataset& dataset, hid_t group) const;
  void write(const Dataset& dataset);
  void drop_unknown_coordinates();
  void write_failures();
  void write_indices();
  void attach_scales();

  OutputFile& file_;
  std::string path_;
  std::map<std::string, Dimension> dimensions_;
  std::map<std::string, Outline> datasets_;
  std::vector<std::string> failures_;
};

}  // namespace engram::store
