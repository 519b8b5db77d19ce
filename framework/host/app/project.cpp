#include "app/project.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include <sys/wait.h>

namespace engram::app {

namespace {

/// What a command prints; none where it fails.
std::optional<std::string> output_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) {
    return std::nullopt;
  }
  std::string text;
  std::array<char, 256> block{};
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), pipe)) {
    text.append(block.data(), count);
  }
  return ::pclose(pipe) == 0 ? std::optional{text} : std::nullopt;
}

}  // namespace

store::Project project_of(const std::filesystem::path& spec) {
  const std::string folder = std::filesystem::absolute(spec).parent_path().string();
  const std::string git = "git -C " + store::shell_text({folder}) + " ";
  // Nothing but reading: no lock of the index is taken, no monitor is started.
  const auto commit = output_of(git + "rev-parse HEAD 2>/dev/null </dev/null");
  if (!commit) {
    return {};
  }
  const auto changes =
      output_of("GIT_OPTIONAL_LOCKS=0 " + git + "status --porcelain --untracked-files=no 2>/dev/null </dev/null");
  return {commit->substr(0, commit->find('\n')), changes.has_value() && !changes->empty()};
}

}  // namespace engram::app
