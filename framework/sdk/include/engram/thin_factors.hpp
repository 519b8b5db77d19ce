// Thin factors of a matrix of low rank.
#pragma once

#include <Eigen/QR>

#include <engram/array.hpp>

namespace engram {

/// matrix = left * right, with as many columns and rows between them as the matrix has rank.
struct ThinFactors {
  Matrix left;
  Matrix right;

  [[nodiscard]] Index rank() const { return left.cols(); }
};

/// The factors of a finite matrix, by rank-revealing QR. What falls below `threshold` of the largest pivot is taken
/// for the rounding that its making left behind.
inline ThinFactors thin_factors(const ConstMatrixView& matrix, double threshold = 1e-12) {
  Eigen::ColPivHouseholderQR<Matrix> qr(matrix);
  qr.setThreshold(threshold);
  const Index rank = qr.rank();
  return {
      Matrix(qr.householderQ() * Matrix::Identity(matrix.rows(), rank)),
      Matrix(qr.matrixR().topRows(rank).template triangularView<Eigen::Upper>()) * qr.colsPermutation().transpose()};
}

}  // namespace engram
