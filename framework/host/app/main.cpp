#include <string>
#include <vector>

#include "app/program.hpp"
#include "study/process.hpp"
#include "system/descriptor.hpp"
#include "system/stop.hpp"

int main(int argc, char** argv) {
  engram::system::open_missing_standard_descriptors();
  engram::system::remove_files_when_stopped();
  engram::study::keep_freed_memory();
  engram::study::use_one_blas_thread();
  return engram::app::program({argv, argv + argc});
}
