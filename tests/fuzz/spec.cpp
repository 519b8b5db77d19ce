// Specs, with the small catalogue of the tests.
#include <string>

#include "spec_fixture.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  (void)engram::specification::test::resolve_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
