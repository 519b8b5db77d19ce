// Weights that are a sum of outer products, which is never multiplied out:
//     W = sum_k f_k (x_k - rho_k) (x_k - rho_k)^T - diag(d),  d removes the diagonal if units do not act on
//     themselves W s = sum_k f_k (x_k - rho_k) (m_k - rho_k S) - d * s,  m_k = x_k . s,  S = sum_i s_i
// They take N P values instead of N^2, and a product with W takes 2 N P operations instead of N^2.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <engram/array.hpp>
#include <engram/patterns.hpp>
#include <engram/recorder.hpp>
#include <engram/stored_patterns.hpp>
#include <engram/stored_weights.hpp>

namespace engram {

/// Threading: const functions may be called from several threads at once.
class OuterProducts {
 public:
  explicit OuterProducts(Index units = 0) : diagonal_(Vector::Zero(units)) {}

  [[nodiscard]] const StoredPatterns& patterns() const { return patterns_; }
  [[nodiscard]] Index units() const { return diagonal_.size(); }

  /// W += factor * sum_k (x_k - rho) (x_k - rho)^T over the columns of `patterns`.
  void add(const Patterns& patterns, double rho, double factor, bool self_connections, bool may_pack) {
    const Index before = patterns_.count();
    patterns_.add(patterns, may_pack);
    const Index count = patterns_.count();
    // Factors are divided by scale_, so a tiny scale_ would make other factors overflow.
    if (before == 0) {
      constexpr double least = 1e-150;
      scale_ = std::fabs(factor) >= least ? factor : 1.0;
    }
    given_factors_.conservativeResize(count);
    given_factors_.tail(count - before).setConstant(factor);
    keeps_diagonal_.resize(static_cast<std::size_t>(count), self_connections ? 1 : 0);
    factors_.conservativeResize(count);
    means_.conservativeResize(count);
    // Relative to the first factor: equal factors are then 1, and sums of whole numbers stay whole.
    factors_.tail(count - before).setConstant(factor == scale_ ? 1.0 : factor / scale_);
    means_.tail(count - before).setConstant(rho);
    if (!self_connections) {
      const double relative = factors_[count - 1];
      for (Index pattern = 0; pattern < patterns.cols(); ++pattern) {
        if (patterns.bits() != nullptr && rho == 0.0) {
          diagonal_.array() += relative;
        } else {
          diagonal_.array() += relative * (patterns.col(pattern).array() - rho).square();
        }
      }
    }
  }

  /// Replaces the overlaps m by the coefficients c_k = f_k (m_k - rho_k S) of the patterns in W s; returns sum_k
  /// rho_k c_k, which is to be subtracted from every sum. All values are in units of scale().
  double coefficients(double state_sum, double* overlaps) const {
    double common = 0.0;
    for (Index pattern = 0; pattern < patterns_.count(); ++pattern) {
      overlaps[pattern] = factors_[pattern] * (overlaps[pattern] - means_[pattern] * state_sum);
      common += means_[pattern] * overlaps[pattern];
    }
    return common;
  }

  /// Whether the coefficients are the overlaps themselves, because all factors are equal and every rho is 0.
  [[nodiscard]] bool is_plain() const { return (factors_.array() == 1.0).all() && (means_.array() == 0.0).all(); }

  /// The value in W s of a field of 1 in these sums.
  [[nodiscard]] double scale() const { return scale_; }
  /// d_i, in units of scale().
  [[nodiscard]] const Vector& diagonal() const { return diagonal_; }
  [[nodiscard]] double factor(Index pattern) const { return factors_[pattern]; }
  [[nodiscard]] double mean(Index pattern) const { return means_[pattern]; }

  /// W s for each column of `states`, both unit x trial.
  void multiply(const ConstMatrixView& states, MatrixView products) const {
    Matrix overlaps(patterns_.padded_count(), states.cols());
    patterns_.overlaps(states, overlaps);
    Vector common(states.cols());
    for (Index trial = 0; trial < states.cols(); ++trial) {
      common[trial] = coefficients(states.col(trial).sum(), overlaps.col(trial).data());
    }
    patterns_.combine(overlaps, products);
    for (Index trial = 0; trial < states.cols(); ++trial) {
      finish(states.col(trial).data(), common[trial], products.col(trial).data(), diagonal_.data(), scale_, units());
    }
  }

  /// Turns the sums over patterns into W s, for one trial: scale * (sums - common - d * s).
  ENGRAM_KERNEL static void finish(const double* __restrict state, double common, double* __restrict sums,
                                   const double* __restrict diagonal, double scale, Index units) {
    for (Index unit = 0; unit < units; ++unit) {
      sums[unit] = scale * (sums[unit] - common - diagonal[unit] * state[unit]);
    }
  }

  /// An upper bound of sum_j |W_ij| for every unit i.
  [[nodiscard]] Vector weight_bounds() const {
    Vector bounds = diagonal_.cwiseAbs();
    for (Index pattern = 0; pattern < patterns_.count(); ++pattern) {
      const double rho = means_[pattern];
      if (patterns_.packed()) {
        const double largest = 1.0 + std::fabs(rho);
        bounds.array() += std::fabs(factors_[pattern]) * largest * largest * static_cast<double>(units());
      } else {
        const Vector deviation = patterns_.column(pattern).array() - rho;
        bounds += std::fabs(factors_[pattern]) * deviation.cwiseAbs().sum() * deviation.cwiseAbs();
      }
    }
    return std::fabs(scale_) * bounds;
  }

  /// The smallest W_ii.
  [[nodiscard]] double least_diagonal() const {
    Vector own = -diagonal_;
    for (Index pattern = 0; pattern < patterns_.count(); ++pattern) {
      own.array() += factors_[pattern] * (patterns_.column(pattern).array() - means_[pattern]).square();
    }
    return (scale_ * own).minCoeff();
  }

  /// A lower bound of the eigenvalues of W: outer products with positive factors have no negative eigenvalues, and
  /// those with negative factors are bounded by the squared lengths of their patterns.
  [[nodiscard]] double eigenvalue_bound() const {
    double negative = 0.0;
    for (Index pattern = 0; pattern < patterns_.count(); ++pattern) {
      if (scale_ * factors_[pattern] < 0.0) {
        negative += scale_ * factors_[pattern] * (patterns_.column(pattern).array() - means_[pattern]).square().sum();
      }
    }
    return negative - (scale_ * diagonal_).maxCoeff();
  }

  /// W itself, unit x unit.
  [[nodiscard]] Matrix multiplied_out() const {
    Matrix weights = Matrix::Zero(units(), units());
    if (patterns_.count() > 0) {
      Matrix deviations = patterns_.unpacked().rowwise() - means_.transpose();
      weights.noalias() = deviations * (scale_ * factors_).asDiagonal() * deviations.transpose();
      weights.diagonal() -= scale_ * diagonal_;
    }
    return weights;
  }

  /// Records `X` (pattern x unit) with `pattern_factor`, `pattern_mean` and `diagonal`, from which W follows.
  void record(Recorder& recorder) const {
    const std::string sentence =
        "Patterns whose outer products are the weights: W = sum_k pattern_factor_k (X_k - pattern_mean_k) (X_k - "
        "pattern_mean_k)^T - diag(diagonal).";
    if (patterns_.packed()) {
      Patterns(patterns_.bits()).record(recorder, "X", "stored_pattern", sentence);
    } else {
      recorder.matrix("X", {"stored_pattern", "unit"}, patterns_.unpacked().transpose(), "1", sentence);
    }
    recorder.vector("pattern_factor", "stored_pattern", given_factors_, "1",
                    "Factor of a pattern's outer product in the weights.");
    recorder.vector("pattern_mean", "stored_pattern", means_, "1",
                    "What is taken from every value of a pattern, rho.");
    recorder.vector("diagonal", "unit", Vector(scale_ * diagonal_), "1",
                    "What is taken from the diagonal of the outer products, so that no unit acts on itself.");
    if (std::ranges::adjacent_find(keeps_diagonal_, std::not_equal_to{}) != keeps_diagonal_.end()) {
      recorder.vector(
          "pattern_keeps_diagonal", "stored_pattern", keeps_diagonal_, "1",
          "1 if the weights have the diagonal of a pattern's outer product; recorded if patterns differ.");
    }
  }

  /// Adds what record() stored, in the order of the patterns, so that the sums have the same bits.
  void restore(const StoredWeights& stored, bool may_pack) {
    const Matrix patterns = stored.matrix("X", StoredWeights::any_number, units()).transpose();
    const Vector factors = stored.vector("pattern_factor", patterns.cols());
    const Vector means = stored.vector("pattern_mean", patterns.cols());
    const bool all_keep = stored.vector("diagonal", units()).isZero(0.0);
    const Vector keeps = stored.has("pattern_keeps_diagonal")
                             ? stored.vector("pattern_keeps_diagonal", patterns.cols())
                             : Vector(Vector::Constant(patterns.cols(), all_keep ? 1.0 : 0.0));
    const auto is_alike = [&](Index a, Index b) {
      return factors[a] == factors[b] && means[a] == means[b] && keeps[a] == keeps[b];
    };
    for (Index first = 0, end = 0; first < patterns.cols(); first = end) {
      while (end < patterns.cols() && is_alike(first, end)) {
        ++end;
      }
      add(patterns.middleCols(first, end - first), means[first], factors[first], keeps[first] != 0.0, may_pack);
    }
  }

 private:
  StoredPatterns patterns_;
  double scale_ = 1.0;
  Vector given_factors_ = Vector(0);          ///< f_k
  std::vector<std::int64_t> keeps_diagonal_;  ///< of each pattern: 0 if diagonal_ has its own diagonal
  Vector factors_ = Vector(0);                ///< f_k / scale
  Vector means_ = Vector(0);                  ///< rho_k
  Vector diagonal_;                           ///< d_i / scale
};

}  // namespace engram
