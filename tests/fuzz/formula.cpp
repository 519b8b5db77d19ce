// Conditions of sweeps.
#include "sweeps/formula.hpp"

#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    const engram::sweeps::Formula formula({reinterpret_cast<const char*>(data), size});
    (void)formula.holds(std::vector<engram::sweeps::Measure>(formula.paths().size(), {0.5, 0.0}));
  } catch (const engram::sweeps::FormulaError&) {
  }
  return 0;
}
