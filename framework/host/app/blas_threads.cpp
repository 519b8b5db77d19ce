#include "app/blas_threads.hpp"

#include <cstdlib>

namespace engram::app {

void use_one_blas_thread() {
  constexpr int keep_what_the_user_chose = 0;
  setenv("OPENBLAS_NUM_THREADS", "1", keep_what_the_user_chose);
}

}  // namespace engram::app
