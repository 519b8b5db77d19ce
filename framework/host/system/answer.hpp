// Asks a question in a child process, which may take too long, crash or fill the memory.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace engram::system {

struct Answer {
  std::string text;  ///< the texts that were said, one after the other
  bool is_whole = false;
};

/// Calls `question` in a child process and returns the texts that it passes to its argument. The child is killed
/// after `limit`, and gets at most `memory` further bytes; the answer is then not whole.
///
/// Threading: called while no other thread holds a lock that `question` needs.
Answer answer_within(std::chrono::milliseconds limit, std::size_t memory,
                     const std::function<void(const std::function<void(const std::string&)>&)>& question);

}  // namespace engram::system
