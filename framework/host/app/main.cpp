#include <csignal>
#include <string>
#include <vector>

#include "app/program.hpp"
#include "study/process.hpp"
#include "system/descriptor.hpp"
#include "system/stop.hpp"

int main(int argc, char** argv) {
  engram::system::open_missing_standard_descriptors();
  // A file that reaches the limit of `ulimit -f` fails to be written, with a message.
  std::signal(SIGXFSZ, SIG_IGN);
  engram::system::remove_files_when_stopped();
  engram::study::keep_freed_memory();
  engram::study::use_one_blas_thread();
  return engram::app::program({argv, argv + argc});
}
