// Throws from the initialiser of a global object, in the middle of dlopen.
#include <stdexcept>

#include "broken.hpp"

namespace engram::test {

struct Table {
  Table() { throw std::runtime_error("no such table: gains.csv"); }
};

const Table table;

}  // namespace engram::test

ENGRAM_PLUGINS(engram::test::identity("throws_in_initialiser"));
