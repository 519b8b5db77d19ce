// The laws of models in two files: laws for any code, and laws of the equations.
#pragma once

#include <vector>

#include "conformance/law.hpp"

namespace engram::conformance {

/// Jacobian, spectrum and energy.
std::vector<Law> model_equation_laws();

}  // namespace engram::conformance
