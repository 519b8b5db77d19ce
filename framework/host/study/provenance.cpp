#include "study/provenance.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <git2.h>

#include "study/build_info.hpp"
#include "study/math_library.hpp"
#include "study/process.hpp"
#include "system/answer.hpp"

namespace engram::study {

namespace {

template <class Object, void (*Free)(Object*)>
struct Freeing {
  void operator()(Object* object) const { Free(object); }
};
template <class Object, void (*Free)(Object*)>
using Owned = std::unique_ptr<Object, Freeing<Object, Free>>;

/// Initialises libgit2, and shuts it down at the end.
class Session {
 public:
  Session() { git_libgit2_init(); }
  ~Session() { git_libgit2_shutdown(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
};

std::string head_of(git_repository* repository) {
  git_oid id;
  if (git_reference_name_to_id(&id, repository, "HEAD") != 0) {
    return "";
  }
  std::array<char, 2 * sizeof(git_oid) + 1> text{};
  return git_oid_tostr(text.data(), text.size(), &id);
}

constexpr std::string_view commit_word = "commit ";
constexpr std::string_view changes_word = "changes ";
constexpr std::string_view failure_word = "failure ";

std::string failure() {
  const git_error* const error = git_error_last();
  return std::string(failure_word) +
         (error == nullptr || error->message == nullptr ? "libgit2 gives no reason" : error->message) + "\n";
}

/// A line with "yes" or "no", or with the reason if that cannot be known.
std::string changes(git_repository* repository) {
  git_status_options options{};
  git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
  options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
  options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  git_status_list* found = nullptr;
  const int failed = git_status_list_new(&found, repository, &options);
  const Owned<git_status_list, git_status_list_free> list(found);
  return failed != 0 ? failure()
                     : std::string(changes_word) + (git_status_list_entrycount(list.get()) > 0 ? "yes" : "no") + "\n";
}

/// Says the commit and the changes, or the reason if the repository cannot be read; nothing if there is none.
void read_repository(const std::filesystem::path& folder, const system::Say& say) {
  const Session session;
  git_repository* found = nullptr;
  const int failed = git_repository_open_ext(&found, folder.c_str(), 0, nullptr);
  const Owned<git_repository, git_repository_free> repository(found);
  if (failed != 0) {
    say(failed == GIT_ENOTFOUND ? "" : failure());
  } else if (const std::string commit = head_of(repository.get()); !commit.empty()) {
    say(std::string(commit_word) + commit + "\n");
    say(changes(repository.get()));
  }
}

/// Why an answer is not complete; empty if it is.
std::string reason_of(system::Answer::End end, std::chrono::seconds limit) {
  switch (end) {
    case system::Answer::End::whole:
      return "";
    case system::Answer::End::late:
      return fmt::format("it was not read within {} s", limit.count());
    case system::Answer::End::crashed:
      return "the process that read it crashed";
    default:
      return "no process could be started to read it";
  }
}

/// The commit of the git repository that contains the spec's folder, and whether files under version control differ
/// from it. Empty if there is no repository; `unread` says why one could not be read, as one that this user may not
/// trust, or that takes more than two seconds.
store::Project project_of(const std::filesystem::path& spec) {
  // Uses libgit2 because the program git runs commands from the configuration of a repository (monitors of files,
  // filters, helpers), and a spec's folder may come from anyone. A child process reads it, since pipes in place of
  // its files would never end, and files of any size would fill the memory.
  constexpr std::chrono::seconds limit{2};
  constexpr system::ChildLimits limits{std::size_t{2} << 30U, false};
  const std::filesystem::path folder = std::filesystem::absolute(spec).parent_path();
  const system::Answer answer =
      system::answer_within(limit, limits, [&](const system::Say& say) { read_repository(folder, say); });
  store::Project project;
  project.unread = reason_of(answer.end, limit);
  std::istringstream lines(answer.text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(commit_word)) {
      project.git_commit = line.substr(commit_word.size());
    } else if (line.starts_with(changes_word)) {
      project.git_dirty = line.substr(changes_word.size()) == "yes";
    } else if (line.starts_with(failure_word)) {
      project.unread = line.substr(failure_word.size());
    }
  }
  return project;
}

}  // namespace

store::Provenance provenance_of(const Study& study) {
  store::Provenance provenance = store::begin_provenance(build_info(), study.request().command_line,
                                                         static_cast<std::int64_t>(study.spec().cases.front().seed));
  provenance.plugins = study.plugins();
  provenance.inputs = study.inputs();
  provenance.specs = study.spec_files();
  provenance.blas = blas_in_use();
  provenance.math = math_checksum();
  provenance.project = project_of(study.request().spec);
  return provenance;
}

void record_origins(const specification::Spec& spec, Recorder& recorder) {
  std::set<std::string> swept;
  for (const specification::Axis& axis : spec.cases.axes()) {
    swept.insert(axis.settings.begin(), axis.settings.end());
  }
  std::vector<std::string> cases;
  std::vector<std::string> paths;
  std::vector<std::string> values;
  std::vector<std::string> origins;
  std::vector<std::string> defaults;
  std::set<std::string> seen;
  for (std::size_t cell = 0; cell < spec.cases.size(); ++cell) {
    const std::string name = spec.cases.axes().empty() ? spec.cases.label(cell) : spec.cases.case_name(cell);
    if (!seen.insert(name).second) {
      continue;
    }
    const specification::ExperimentSpec& experiment = spec.cases[cell];
    std::map<std::string, std::string> of_parameters = specification::defaults_of(experiment);
    for (const auto& [path, setting] : specification::settings_of(experiment)) {
      defaults.push_back(std::move(of_parameters[path]));
      cases.push_back(name);
      paths.push_back(path);
      values.push_back(specification::text_of(setting));
      origins.push_back(swept.contains(path) ? "sweep" : experiment.origin_of(path));
    }
  }
  const Index count = std::ssize(paths);
  const auto column = [&](const std::string& name, std::vector<std::string> texts, const std::string& sentence) {
    recorder.record({name, {"setting"}, {count}, std::move(texts), "", sentence});
  };
  column("setting", std::move(paths), "Dotted path in the spec.");
  column("case", std::move(cases), "Case that the setting is of; empty if there is one run.");
  column("value", std::move(values), "Its value in the first run of the case.");
  column("default", std::move(defaults), "Default of its parameter; empty if there is none.");
  column("origin", std::move(origins), "Place in a file, option, 'default', or 'sweep' if cells differ.");
}

}  // namespace engram::study
