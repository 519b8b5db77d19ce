#include "system/memory_limit.hpp"

#include <fmt/core.h>
#include <sys/resource.h>

namespace engram::system {

std::string memory_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
    return "";
  }
  return fmt::format(
      "this process may use {} MB of addresses; raise the limit, for instance with 'ulimit -v unlimited'",
      limit.rlim_cur >> 20U);
}

}  // namespace engram::system
