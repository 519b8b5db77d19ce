// The laws of models in two files: laws for any code, and laws of the equations.
#pragma once

#include <vector>

#include "laws/law.hpp"

namespace engram::laws {

/// Jacobian, spectrum and energy.
std::vector<Law> model_equation_laws();

}  // namespace engram::laws
