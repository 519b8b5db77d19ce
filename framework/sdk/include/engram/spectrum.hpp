// The eigenvalues of a matrix, with an error if the matrix is not finite.
#pragma once

#include <string>

#include <Eigen/Eigenvalues>

#include <engram/array.hpp>
#include <engram/error.hpp>

namespace engram {

/// The eigenvalues of a square matrix, in LAPACK's order. Throws RunError, which names `matrix_name`, if an entry is
/// not finite: LAPACK would then give other numbers in each run.
inline Eigen::VectorXcd eigenvalues_of(const Matrix& matrix, const std::string& matrix_name) {
  if (!matrix.allFinite()) {
    throw RunError(matrix_name + " holds numbers that are not finite, so it has no eigenvalues");
  }
  return matrix.rows() == 0 ? Eigen::VectorXcd() : Eigen::VectorXcd(matrix.eigenvalues());
}

}  // namespace engram
