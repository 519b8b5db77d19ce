#include "app/blas.hpp"

#include <cstdlib>

namespace engram::app {

void choose_blas_kernels() {
  constexpr int keep_what_the_user_chose = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_is("amd") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
      __builtin_cpu_supports("avx512dq") != 0) {
    setenv("OPENBLAS_CORETYPE", "SkylakeX", keep_what_the_user_chose);
  }
#endif
  // Work runs in parallel over trials and cases; threads within one product would only get in their way.
  setenv("OPENBLAS_NUM_THREADS", "1", keep_what_the_user_chose);
}

}  // namespace engram::app
