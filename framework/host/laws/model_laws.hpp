// The laws of models in two parts: what holds for any code, and what the equations promise.
#pragma once

#include <vector>

#include "laws/law.hpp"

namespace engram::laws {

/// Jacobian, spectrum and energy.
std::vector<Law> model_equation_laws();

}  // namespace engram::laws
