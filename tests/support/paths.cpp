// Folders that tests read. Sources that hold no path are found in the compiler's cache from any folder; this one holds it
// for the others.
#include "reference.hpp"

namespace engram::test {

std::string reference_folder() {
  return ENGRAM_TEST_REFERENCE;
}

}  // namespace engram::test
