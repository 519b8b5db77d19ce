#include "journals/cell_listener.hpp"

#include <set>
#include <utility>
#include <vector>

#include "store/format.hpp"
#include "store/group_outline.hpp"
#include "store/path.hpp"

namespace engram::journals {

namespace {

/// Whether a coordinate is one that every file gets for a dimension without another one.
bool is_index(const Dataset& dataset, const std::set<std::string>& dimensions) {
  if (!store::is_coordinate(dataset) || !dimensions.contains(dataset.name)) {
    return false;
  }
  const Dataset index = store::index_of(dataset.name, dataset.shape.front());
  return dataset.values == index.values && dataset.description == index.description;
}

void play_group(const store::Reader& reader, const std::string& whole, const std::string& path,
                CellListener& listener) {
  const std::string from = store::join_path(whole, path);
  listener.group(path);
  std::vector<Dataset> datasets;
  std::set<std::string> dimensions;  // of other datasets than coordinates
  for (const std::string& name : reader.datasets_in(from)) {
    datasets.push_back(reader.stored_dataset(store::join_path(from, name)));
    if (!store::is_coordinate(datasets.back())) {
      dimensions.insert(datasets.back().dimensions.begin(), datasets.back().dimensions.end());
    }
  }
  for (Dataset& dataset : datasets) {
    const std::string name = dataset.name;
    if (is_index(dataset, dimensions)) {
      continue;  // the merged group gets it again
    }
    if (name == store::failure_dimension && reader.has(store::join_path(from, store::failures_name))) {
      continue;  // the merged failures get this index again
    }
    if (name != store::failures_name) {
      listener.dataset(path, std::move(dataset));
    } else {
      for (std::string& sentence : reader.column<std::string>(store::join_path(from, name))) {
        listener.failure(path, std::move(sentence));
      }
    }
  }
  for (const std::string& name : reader.groups(from)) {
    if (!(path.empty() && name == store::spec_group)) {
      play_group(reader, whole, store::join_path(path, name), listener);
    }
  }
}

}  // namespace

void play_case(const store::Reader& reader, const std::string& label, CellListener& listener) {
  play_group(reader, store::cell_path(label), "", listener);
}

}  // namespace engram::journals
