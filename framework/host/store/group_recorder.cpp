#include "store/group_recorder.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <engram/words.hpp>

#include "h5/scales.hpp"
#include "store/cell_values.hpp"
#include "store/format.hpp"
#include "store/path.hpp"
#include "store/values.hpp"

namespace engram::store {

void GroupRecorder::record(Dataset dataset) {
  outline_.check(dataset);
  write(dataset);
}

void GroupRecorder::record_cells(const Dataset& dataset, std::size_t rank) {
  outline_.check(dataset);
  write(dataset, rank);
}

h5::Handle GroupRecorder::begin_cells(const Dataset& outline, std::size_t rank, const Values& sample) {
  outline_.add(outline);
  return file_.use([&](hid_t) {
    h5::Handle made = create_empty_dataset(group_, outline, sample);
    describe(made, outline, rank);
    return made;
  });
}

void GroupRecorder::failure(std::string sentence) {
  file_.use([&](hid_t) { failures_.push_back(std::move(sentence)); });
}

h5::Handle GroupRecorder::require_group(const std::string& name) {
  has_groups_ = true;
  return h5::has_group(group_, name) ? h5::Handle(H5Gopen2(group_, name.c_str(), H5P_DEFAULT))
                                     : h5::create_group(group_, name);
}

void GroupRecorder::check_groups(const Dataset& dataset) const {
  if (!has_groups_) {
    return;
  }
  std::vector<std::string> names = dataset.dimensions;
  names.push_back(dataset.name);
  for (const std::string& name : names) {
    if (h5::has_group(group_, name)) {
      throw std::logic_error(fmt::format("dataset '{}' in {}: '{}' is the name of a group there", dataset.name,
                                         group_in_words(path_), name));
    }
  }
}

void GroupRecorder::write(const Dataset& dataset, std::size_t rank) {
  file_.use([&](hid_t) {
    check_groups(dataset);
    h5::Handle made = create_dataset(group_, dataset);
    describe(made, dataset, rank);
    write_fill(made, dataset.values);
    made.close();
  });
  outline_.add(dataset);
}

void GroupRecorder::describe(hid_t made, const Dataset& dataset, std::size_t rank) {
  if (!dataset.unit.empty()) {
    h5::write_new_attribute(made, "units", dataset.unit);
  }
  h5::write_new_attribute(made, "long_name", dataset.description);
  h5::write_new_attribute(made, "description", dataset.description);
  if (!dataset.dimensions.empty() && !is_coordinate(dataset)) {
    h5::write_new_attribute(made, dimensions_attribute, join(dataset.dimensions, " "));
  }
  if (rank > 0) {
    h5::write_new_attribute(made, cell_rank_attribute, static_cast<std::int64_t>(rank));
  }
  if (is_coordinate(dataset)) {
    h5::check(H5DSset_scale(made, dataset.name.c_str()));
  }
}

void GroupRecorder::complete() {
  for (std::string& sentence : outline_.drop_unknown_coordinates()) {
    failures_.push_back(std::move(sentence));
  }
  if (!failures_.empty()) {
    write({failures_name, {"failure"}, {std::ssize(failures_)}, failures_, "", "What failed during the run."});
  }
  for (const Dataset& indices : outline_.missing_indices()) {
    write(indices);
  }
  attach_scales();
}

void GroupRecorder::attach_scales() {
  file_.use([&](hid_t) {
    const auto& dimensions = outline_.dimensions();
    std::map<std::string, hobj_ref_t> scales;
    for (const auto& [name, dimension] : dimensions) {
      scales.emplace(name, h5::reference(group_, name));
    }
    std::map<std::string, std::vector<h5::ScaleUse>> uses;
    for (const auto& [name, outline] : outline_.datasets()) {
      if (scales.count(name) != 0 || outline.dimensions.empty()) {
        continue;
      }
      const hobj_ref_t self = h5::reference(group_, name);
      std::vector<hobj_ref_t> own;
      for (const std::string& dimension : outline.dimensions) {
        uses[dimension].push_back({self, static_cast<int>(own.size())});
        own.push_back(scales.at(dimension));
      }
      const h5::Handle dataset(H5Dopen2(group_, name.c_str(), H5P_DEFAULT));
      h5::write_scales(dataset, std::move(own));
      if (!outline.coordinates.empty()) {
        h5::write_attribute(dataset, "coordinates", join(outline.coordinates, " "));
      }
    }
    for (const auto& [name, users] : uses) {
      h5::write_uses(h5::Handle(H5Dopen2(group_, name.c_str(), H5P_DEFAULT)), users);
    }
    group_ = h5::Handle();
  });
}

}  // namespace engram::store
