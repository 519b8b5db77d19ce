// Folders that tests read: sources that hold no path are found in the compiler cache from any folder.
#include "reference.hpp"

namespace engram::test {

std::string reference_folder() {
  return ENGRAM_TEST_REFERENCE;
}

}  // namespace engram::test
