#include "app/command_output.hpp"

#include <array>
#include <cstdio>

namespace engram::app {

std::optional<std::string> command_output(const std::string& command) {
  FILE* const pipe = ::popen(("{ " + command + "\n} 2>/dev/null </dev/null").c_str(), "r");
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

}  // namespace engram::app
