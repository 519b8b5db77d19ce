// Crashes in the initialiser of a global object, in the middle of dlopen.
#include <csignal>

#include "broken.hpp"

namespace engram::test {

const int crash = std::raise(SIGSEGV);

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::identity("crashes_in_initialiser"));
