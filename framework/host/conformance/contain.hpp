// Runs a piece of work in a separate process, which may crash or hang without harm.
#pragma once

#include <functional>
#include <string>

namespace engram::conformance {

struct Contained {
  std::string answer;  ///< the result of the work; not empty unless the process was lost
  std::string lost;    ///< why the process was lost: "it crashed: Segmentation fault (signal 11)"
};

/// Does the work in a fork of this process and returns its answer, which must not be empty. The process is killed
/// after `timeout` seconds. The calling process must have only one thread. Throws RunError if the process cannot be
/// created.
Contained contain(const std::function<std::string()>& work, double timeout);

/// Notes the current step of the work ("with response: tanh"), for the message if the process is lost. Outside of
/// contain() it does nothing.
void note_work(const std::string& words);

}  // namespace engram::conformance
