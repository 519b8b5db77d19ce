#include "store/writer.hpp"

#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "store/format.hpp"
#include "store/group_recorder.hpp"
#include "store/output_file.hpp"
#include "store/path.hpp"

namespace engram::store {

class Writer::File {
 public:
  File(const std::filesystem::path& path, bool overwrite) : output(path, overwrite) {}

  OutputFile output;
  std::map<std::string, std::unique_ptr<GroupRecorder>> recorders;

  /// Makes a group with its recorder, and all of its parents with theirs.
  GroupRecorder& require_group(hid_t file, const std::string& path) {
    if (const auto known = recorders.find(path); known != recorders.end()) {
      return *known->second;
    }
    const bool taken = !path.empty() && require_group(file, parent_of(path)).uses(last_part(path));
    if (taken) {
      throw std::logic_error(
          fmt::format("'{}' cannot be a group: there is a dataset or a dimension of that name", path));
    }
    (void)h5::require_group(file, path);
    return *recorders.emplace(path, std::make_unique<GroupRecorder>(output, path)).first->second;
  }
};

void Writer::check_target(const std::filesystem::path& path, bool overwrite) {
  Target(path, overwrite).check();
}

Writer::Writer(const std::filesystem::path& path, bool overwrite) : file_(std::make_unique<File>(path, overwrite)) {
  attribute("", format_attribute, format_name);
  attribute("", version_attribute, format_version);
}

Writer::~Writer() = default;

Recorder& Writer::group(const std::string& path) {
  const std::string clean = clean_path(path);
  return file_->output.use([&](hid_t file) -> GroupRecorder& { return file_->require_group(file, clean); });
}

void Writer::text(const std::string& path, std::string text, std::string description) {
  const std::string clean = clean_path(path);
  group(parent_of(clean))
      .record({last_part(clean), {}, {}, std::vector{std::move(text)}, "", std::move(description)});
}

void Writer::attribute(const std::string& group, const std::string& name, const AttributeValue& value) {
  const std::string clean = clean_path(group);
  file_->output.use([&](hid_t file) {
    file_->require_group(file, clean);
    h5::write_attribute(h5::open_group(file, clean), name, value);
  });
}

std::vector<Failure> Writer::failures() const {
  const h5::Lock lock;
  std::vector<Failure> all;
  for (const auto& [path, recorder] : file_->recorders) {
    for (const std::string& sentence : recorder->failures()) {
      all.push_back({path, sentence});
    }
  }
  return all;
}

void Writer::keep_existing() {
  file_->output.keep_existing();
}

void Writer::finish() {
  for (const auto& [path, recorder] : file_->recorders) {
    recorder->complete();
  }
  const bool has_status = file_->output.use(
      [&](hid_t file) { return h5::check(H5Aexists(h5::open_group(file, ""), status_attribute)) > 0; });
  if (!has_status) {
    attribute("", status_attribute, failures().empty() ? "complete" : "failed");
  }
  file_->output.publish();
}

}  // namespace engram::store
