// The laws of models in three files: laws for any code, laws of the equations, and the law of stored weights.
#pragma once

#include <vector>

#include "conformance/law.hpp"

namespace engram::conformance {

/// Jacobian, spectrum and energy.
std::vector<Law> model_equation_laws();
std::vector<Law> model_restored_laws();

}  // namespace engram::conformance
