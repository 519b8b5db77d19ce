// The Jacobian of a flow by differences, for models that know none in closed form.
#pragma once

#include <engram/array.hpp>
#include <engram/facets.hpp>

namespace engram::run {

/// d(dx/dt)/dx at `state` by central differences, state x state, per second. Where the flow is smooth the relative
/// error is about 1e-10; at a corner of an activation it is the mean of the slopes on both sides.
void numeric_jacobian(const OffersFlow& model, const ConstVectorView& state, MatrixView jacobian);

}  // namespace engram::run
