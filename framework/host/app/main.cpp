#include <string>
#include <vector>

#include "app/blas.hpp"
#include "app/program.hpp"

int main(int argc, char** argv) {
  engram::app::choose_blas_kernels();
  return engram::app::program({argv, argv + argc});
}
