// Asks a question in a child process, which may take too long, crash or fill the memory.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>

namespace engram::system {

/// Adds a text to an answer.
using Say = std::function<void(const std::string& text)>;
using Question = std::function<void(const Say& say)>;

struct Answer {
  enum class End {
    whole,       ///< the question was answered
    late,        ///< the child took too long and was killed
    crashed,     ///< the child ended before it had answered
    not_started  ///< there was no child; errno has the reason
  };
  std::string text;  ///< the texts that were said, one after the other
  End end = End::not_started;
  int status = 0;  ///< of the child, as waitpid() gives it
};

struct ChildLimits {
  std::size_t memory = std::numeric_limits<std::size_t>::max();  ///< further bytes
  bool keeps_files = true;  ///< without it, no file is open but standard input, output and error
};

/// Calls `question` in a child process and returns the texts that it says. The child is killed after `limit`, and at
/// the end of this process.
///
/// Threading: called while no other thread holds a lock that `question` needs.
Answer answer_within(std::chrono::milliseconds limit, const ChildLimits& limits, const Question& question);

}  // namespace engram::system
