// The Jacobian of a flow by differences, for models without a Jacobian in closed form.
#pragma once

#include <engram/array.hpp>
#include <engram/facets.hpp>

namespace engram::run {

/// d(dx/dt)/dx at `state` by central differences, state x state, per second. Where the flow is smooth, the relative
/// error is about 1e-10. At a corner of an activation, the slope is the mean of the slopes on both sides.
void numeric_jacobian(const OffersFlow& model, const ConstVectorView& state, MatrixView jacobian);

}  // namespace engram::run
