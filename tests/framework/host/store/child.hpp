// Runs work in a separate process, for tests that change or end the process.
#pragma once

#include <functional>
#include <string>

#include <sys/types.h>

namespace engram::store::test {

/// Runs `work` in a child that ends as programs do. Returns the result of `work`, followed by the child's output on
/// stderr.
std::string in_child(const std::function<std::string()>& work);

/// Runs `work` in a child, which reports its progress by writing bytes to the given descriptor, and kills the child
/// after `bytes` of them.
void kill_after(int bytes, const std::function<void(int)>& work);

}  // namespace engram::store::test
