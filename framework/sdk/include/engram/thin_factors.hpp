// Thin factors of a matrix of low rank.
#pragma once

#include <Eigen/QR>

#include <engram/array.hpp>

namespace engram {

/// matrix = left * right; `left` has as many columns, and `right` as many rows, as the rank of the matrix.
struct ThinFactors {
  Matrix left;
  Matrix right;

  [[nodiscard]] Index rank() const { return left.cols(); }
};

/// The factors of a finite matrix, by rank-revealing QR. Pivots below `threshold` times the largest pivot are treated
/// as rounding errors in the matrix.
inline ThinFactors thin_factors(const ConstMatrixView& matrix, double threshold = 1e-12) {
  Eigen::ColPivHouseholderQR<Matrix> qr(matrix);
  qr.setThreshold(threshold);
  const Index rank = qr.rank();
  return {
      Matrix(qr.householderQ() * Matrix::Identity(matrix.rows(), rank)),
      Matrix(qr.matrixR().topRows(rank).template triangularView<Eigen::Upper>()) * qr.colsPermutation().transpose()};
}

}  // namespace engram
