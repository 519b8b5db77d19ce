#include "app/project.hpp"

#include <string>

#include "app/command_output.hpp"

namespace engram::app {

store::Project project_of(const std::filesystem::path& spec) {
  const std::string folder = std::filesystem::absolute(spec).parent_path().string();
  const std::string git = "git -C " + store::shell_text({folder}) + " ";
  // Nothing but reading: no lock of the index is taken, no monitor is started.
  const auto commit = command_output(git + "rev-parse HEAD");
  if (!commit) {
    return {};
  }
  const auto changes = command_output("GIT_OPTIONAL_LOCKS=0 " + git + "status --porcelain --untracked-files=no");
  return {commit->substr(0, commit->find('\n')), changes.has_value() && !changes->empty()};
}

}  // namespace engram::app
