// The array types of the whole project: double precision, column-major, one column per trial.
#pragma once

#include <Eigen/Core>

#include <engram/index.hpp>

namespace engram {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// A writable view of a matrix or of a block of one. Columns are contiguous, the outer stride is free.
using MatrixView = Eigen::Ref<Matrix>;
/// A read-only view. Take it as `const ConstMatrixView&`: copying it drops a temporary that it may hold.
using ConstMatrixView = Eigen::Ref<const Matrix>;
using VectorView = Eigen::Ref<Vector>;
using ConstVectorView = Eigen::Ref<const Vector>;

/// Marks units of trials, unit x trial; 0 x 0 marks none.
using Mask = Eigen::Array<bool, Eigen::Dynamic, Eigen::Dynamic>;

}  // namespace engram
