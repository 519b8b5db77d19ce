// Work in a process of its own, for tests that change or end the process.
#pragma once

#include <functional>
#include <string>

#include <sys/types.h>

namespace engram::store::test {

/// Runs `work` in a child that ends as programs do, and returns what `work` returned and then all that the child
/// printed to stderr.
std::string in_child(const std::function<std::string()>& work);

/// Runs `work`, which tells of its progress by writing bytes to the descriptor that it is given, in a child, and
/// kills the child when `bytes` have come.
void kill_after(int bytes, const std::function<void(int)>& work);

}  // namespace engram::store::test
