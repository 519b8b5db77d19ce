#include "child.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace engram::store::test {

namespace {

struct Pipe {
  int read_end;
  int write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) {
    throw std::runtime_error("no pipe for the test");
  }
  return {ends[0], ends[1]};
}

std::string read_all(int descriptor) {
  std::string all;
  std::array<char, 4096> block{};
  for (ssize_t got = 0; (got = ::read(descriptor, block.data(), block.size())) > 0;) {
    all.append(block.data(), static_cast<std::size_t>(got));
  }
  return all;
}

pid_t start(const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child < 0) {
    throw std::runtime_error("no child for the test");
  }
  if (child == 0) {
    work();
  }
  return child;
}

}  // namespace

std::string in_child(const std::function<std::string()>& work) {
  const Pipe pipe = make_pipe();
  const pid_t child = start([&] {
    ::dup2(pipe.write_end, STDERR_FILENO);
    std::string result;
    try {
      result = work();
    } catch (const std::exception& error) {
      result = error.what();
    }
    (void)!::write(pipe.write_end, result.data(), result.size());
    std::exit(0);
  });
  ::close(pipe.write_end);
  const std::string result = read_all(pipe.read_end);
  ::close(pipe.read_end);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? result : result + " (and the child died)";
}

void kill_after(int bytes, const std::function<void(int)>& work) {
  const Pipe pipe = make_pipe();
  const pid_t child = start([&] {
    ::close(pipe.read_end);
    work(pipe.write_end);
    std::_Exit(0);
  });
  ::close(pipe.write_end);
  char byte = 0;
  for (int i = 0; i < bytes; ++i) {
    if (::read(pipe.read_end, &byte, 1) != 1) {
      break;
    }
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(pipe.read_end);
}

}  // namespace engram::store::test
