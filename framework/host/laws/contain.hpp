// A piece of work in a process of its own, which may crash or hang without harm.
#pragma once

#include <functional>
#include <string>

namespace engram::laws {

struct Contained {
  std::string answer;  ///< what the work returned; not empty unless it was lost
  std::string lost;    ///< what became of the process instead: "it crashed: Segmentation fault (signal 11)"
};

/// Does the work in a fork of this process and hands its answer, which is not empty, over. A process that takes
/// longer than `timeout` seconds is ended. The calling process has one thread. Throws RunError where no process can
/// be made.
Contained contain(const std::function<std::string()>& work, double timeout);

/// Notes what the work is busy with ("with response: tanh"), which is added to what is said of it where it is lost.
/// Outside of contain() it does nothing.
void note_work(const std::string& words);

}  // namespace engram::laws
