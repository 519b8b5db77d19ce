#include "study/spec_texts.hpp"

#include <cstddef>
#include <system_error>

#include <fmt/core.h>

#include "store/format.hpp"
#include "store/sha256.hpp"
#include "system/file_content.hpp"

namespace engram::study {

namespace fs = std::filesystem;

namespace {

/// Beside the copy of a spec: a copy of a spec that it extends, and files with names.
fs::path beside(const fs::path& file, const std::string& ending) {
  return fs::path(file).concat(ending);
}

std::string place_of(std::size_t number, const char* what) {
  return fmt::format(".extended.{}.{}", number, what);
}

}  // namespace

void write_specs(const Study& study, const std::string& resolved, const std::string& sentence,
                 store::Writer& writer) {
  const specification::Spec& spec = study.spec();
  writer.text(store::original_path, spec.original, "The spec as it was written.");
  for (std::size_t at = 0; at < spec.extended.size(); ++at) {
    const std::string group = fmt::format("{}/{}", store::extended_group, at + 1);
    writer.text(group + "/name", spec.extended[at].name, "Name of a spec that is extended, as origins name it.");
    writer.text(group + "/text", spec.extended[at].text, "This spec as it was written.");
  }
  writer.text(store::resolved_path, resolved, sentence);
}

void save_originals(const Study& study, const fs::path& file) {
  const auto save = [&](const std::string& ending, const std::string& text) {
    system::write_text_file(beside(file, ending), text, "the spec");
  };
  save("", study.spec().original);
  save(".file", study.spec_files().front().file);
  for (std::size_t at = 0; at < study.spec().extended.size(); ++at) {
    const specification::ExtendedSpec& each = study.spec().extended[at];
    save(place_of(at + 1, "yaml"), each.text);
    save(place_of(at + 1, "name"), each.name);
    save(place_of(at + 1, "file"), each.file);
  }
}

void take_originals(const fs::path& file, specification::Spec& spec) {
  spec.original = system::content_of(file);
  spec.extended.clear();
  std::error_code none;
  for (std::size_t number = 1; fs::is_regular_file(beside(file, place_of(number, "yaml")), none); ++number) {
    const auto text = [&](const char* what) { return system::content_of(beside(file, place_of(number, what))); };
    spec.extended.push_back({text("name"), text("yaml"), text("file")});
  }
}

std::vector<store::InputRecord> spec_files(const StudyRequest& request, const specification::Spec& spec) {
  // The spec of a rerun is the stored one, in a file that is removed afterwards.
  if (!request.rerun_of.empty()) {
    return {};
  }
  // The files of copies may hold other bytes by now.
  const bool are_copies = !request.original.empty();
  const std::string named = are_copies ? system::content_of(beside(request.original, ".file")) : "";
  const fs::path file = !named.empty() ? fs::path(named) : are_copies ? request.original : request.spec;
  const auto record = [&](const fs::path& path, const std::string& text) {
    return store::InputRecord{path.string(),
                              are_copies ? store::Sha256().add(text).words() : store::sha256_of_file(path)};
  };
  std::vector<store::InputRecord> files{record(fs::absolute(file).lexically_normal(), spec.original)};
  for (const specification::ExtendedSpec& each : spec.extended) {
    files.push_back(record(each.file, each.text));
  }
  return files;
}

}  // namespace engram::study
