#include "store/writer.hpp"

#include <iterator>
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
  File(const std::filesystem::path& path, bool overwrite, const std::filesystem::path& workroom)
      : output(path, overwrite, workroom) {}

  ~File() {
    const h5::Lock lock;
    recorders.clear();
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  OutputFile output;
  std::map<std::string, std::unique_ptr<GroupRecorder>> recorders;
  std::vector<Failure> failures;  ///< of groups that are complete

  /// Makes a group and its parents, each with a recorder.
  GroupRecorder& require_group(hid_t file, const std::string& path) {
    if (const auto known = recorders.find(path); known != recorders.end()) {
      return *known->second;
    }
    h5::Handle group;
    if (path.empty()) {
      group = h5::open_group(file, path);
    } else {
      GroupRecorder& parent = require_group(file, parent_of(path));
      if (parent.uses(last_part(path))) {
        throw std::logic_error(
            fmt::format("'{}' cannot be a group: there is a dataset or a dimension of that name", path));
      }
      group = parent.require_group(last_part(path));
    }
    auto recorder = std::make_unique<GroupRecorder>(output, path, std::move(group));
    return *recorders.emplace(path, std::move(recorder)).first->second;
  }

  /// Completes a recorder and frees it.
  void complete(std::map<std::string, std::unique_ptr<GroupRecorder>>::iterator at) {
    at->second->complete();
    for (const std::string& sentence : at->second->failures()) {
      failures.push_back({at->first, sentence});
    }
    const h5::Lock lock;
    recorders.erase(at);
  }
};

void Writer::check_target(const std::filesystem::path& path, bool overwrite) {
  Target(path, overwrite, {}).check();
}

Writer::Writer(const std::filesystem::path& path, bool overwrite, const std::filesystem::path& workroom)
    : file_(std::make_unique<File>(path, overwrite, workroom)) {
  attribute("", format_attribute, format_name);
  attribute("", version_attribute, format_version);
}

Writer::~Writer() = default;

OutputFile& Writer::output() {
  return file_->output;
}

Recorder& Writer::group(const std::string& path) {
  return recorder(path);
}

GroupRecorder& Writer::recorder(const std::string& path) {
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
    // A complete group no longer has a recorder.
    if (!h5::has_group(file, clean)) {
      file_->require_group(file, clean);
    }
    h5::write_attribute(h5::open_group(file, clean), name, value);
  });
}

std::vector<Failure> Writer::failures() const {
  const h5::Lock lock;
  std::vector<Failure> all = file_->failures;
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

void Writer::complete(const std::string& group) {
  const std::string path = clean_path(group);
  auto& recorders = file_->recorders;
  for (auto at = recorders.lower_bound(path); at != recorders.end() && at->first.starts_with(path);) {
    const auto next = std::next(at);
    if (at->first.size() == path.size() || at->first[path.size()] == '/') {
      file_->complete(at);
    }
    at = next;
  }
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
