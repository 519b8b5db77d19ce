#include "store/cell_listener.hpp"

#include <utility>

#include "store/format.hpp"
#include "store/path.hpp"

namespace engram::store {

namespace {

void play_group(const Reader& reader, const std::string& whole, const std::string& path, CellListener& listener) {
  const std::string from = join_path(whole, path);
  listener.group(path);
  for (const std::string& name : reader.datasets_in(from)) {
    Dataset dataset = reader.stored_dataset(join_path(from, name));
    if (name == failure_dimension && reader.has(join_path(from, failures_name))) {
      continue;  // the merged failures get this index again
    }
    if (name != failures_name) {
      listener.dataset(path, std::move(dataset));
    } else {
      for (std::string& sentence : reader.column<std::string>(join_path(from, name))) {
        listener.failure(path, std::move(sentence));
      }
    }
  }
  for (const std::string& name : reader.groups(from)) {
    if (!(path.empty() && name == spec_group)) {
      play_group(reader, whole, join_path(path, name), listener);
    }
  }
}

}  // namespace

void play_case(const Reader& reader, const std::string& label, CellListener& listener) {
  play_group(reader, join_path(cases_group, label), "", listener);
}

}  // namespace engram::store
