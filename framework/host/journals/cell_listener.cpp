#include "journals/cell_listener.hpp"

#include <utility>

#include "store/format.hpp"
#include "store/path.hpp"

namespace engram::journals {

namespace {

void play_group(const store::Reader& reader, const std::string& whole, const std::string& path,
                CellListener& listener) {
  const std::string from = store::join_path(whole, path);
  listener.group(path);
  for (const std::string& name : reader.datasets_in(from)) {
    Dataset dataset = reader.stored_dataset(store::join_path(from, name));
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
  play_group(reader, store::join_path(store::cases_group, label), "", listener);
}

}  // namespace engram::journals
