#include "study/project.hpp"

#include <array>
#include <memory>
#include <string>

#include <git2.h>

namespace engram::study {

namespace {

template <class Object, void (*Free)(Object*)>
struct Freeing {
  void operator()(Object* object) const { Free(object); }
};
template <class Object, void (*Free)(Object*)>
using Owned = std::unique_ptr<Object, Freeing<Object, Free>>;

/// Initialises the library, and shuts it down at the end.
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

bool has_changes(git_repository* repository) {
  git_status_options options{};
  git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
  options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
  options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  git_status_list* found = nullptr;
  const int failed = git_status_list_new(&found, repository, &options);
  const Owned<git_status_list, git_status_list_free> list(found);
  return failed != 0 || git_status_list_entrycount(list.get()) > 0;
}

}  // namespace

store::Project project_of(const std::filesystem::path& spec) {
  // Uses a library because the program git runs commands from the configuration of a repository (monitors of files,
  // filters, helpers), and a spec's folder may come from anyone.
  const Session session;
  git_repository* found = nullptr;
  const int failed =
      git_repository_open_ext(&found, std::filesystem::absolute(spec).parent_path().c_str(), 0, nullptr);
  const Owned<git_repository, git_repository_free> repository(found);
  if (failed != 0) {
    return {};
  }
  const std::string commit = head_of(repository.get());
  return commit.empty() ? store::Project{} : store::Project{commit, has_changes(repository.get())};
}

}  // namespace engram::study
