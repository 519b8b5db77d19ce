#include "study/allocation.hpp"

#include <malloc.h>

namespace engram::study {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int megabytes = 1 << 20;
  mallopt(M_TRIM_THRESHOLD, 64 * megabytes);
  mallopt(M_TOP_PAD, megabytes);
#endif
}

}  // namespace engram::study
