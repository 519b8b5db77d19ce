// The common part of all trajectories: the states of a batch, and the trials that are no longer finite.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <engram/analysis.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>

namespace engram::run {

/// The states in which trials start from `patterns` (unit x trial), state x trial.
inline Matrix start_states(const Model& model, const ConstMatrixView& patterns) {
  Matrix states(model.state_size(), patterns.cols());
  model.start(patterns, states);
  return states;
}

/// The stream of each trial.
inline std::vector<RandomStream> streams_of(const RandomStreams& random, Index trials) {
  std::vector<RandomStream> streams;
  for (Index trial = 0; trial < trials; ++trial) {
    streams.push_back(random.stream(static_cast<std::uint64_t>(trial)));
  }
  return streams;
}

/// Throws std::logic_error if a time in updates is not a whole number.
inline void check_whole_updates(double time) {
  if (time != std::floor(time)) {
    throw std::logic_error(fmt::format("updates are counted in whole numbers, not {}", time));
  }
}

/// A Trajectory of some Kind. Each column holds the state of a trial, followed by the state of its companion if there
/// is one.
template <class Kind>
class Batch : public Kind {
 public:
  /// The first state_size() rows of `columns` are the states of the trials.
  Batch(const Model& model, Matrix columns)
      : units_(model.units()),
        state_size_(model.state_size()),
        columns_(std::move(columns)),
        lost_(static_cast<std::size_t>(columns_.cols()), false) {}

  void advance_to(double time) final {
    if (time < time_) {
      throw std::logic_error(fmt::format("a trajectory at {} cannot go back to {}", time_, time));
    }
    move(time_, time, columns_);
    note_divergences(time);
    time_ = time;
  }

  [[nodiscard]] ConstMatrixView values() const final { return columns_.topRows(units_); }
  [[nodiscard]] ConstMatrixView states() const final { return columns_.topRows(state_size_); }
  [[nodiscard]] const std::vector<Divergence>& divergences() const final { return divergences_; }

 protected:
  virtual void move(double from, double to, MatrixView columns) = 0;

  [[nodiscard]] const Matrix& columns() const { return columns_; }
  [[nodiscard]] MatrixView columns() { return columns_; }
  [[nodiscard]] bool is_lost(Index trial) const { return lost_[static_cast<std::size_t>(trial)]; }

 private:
  void note_divergences(double time) {
    for (Index trial = 0; trial < columns_.cols(); ++trial) {
      if (!is_lost(trial) && !columns_.col(trial).allFinite()) {
        lost_[static_cast<std::size_t>(trial)] = true;
        divergences_.push_back({trial, time_, time});
        // Some entries may still be finite but are meaningless.
        columns_.col(trial).setConstant(std::numeric_limits<double>::quiet_NaN());
      }
    }
  }

  Index units_;
  Index state_size_;
  Matrix columns_;
  double time_ = 0.0;
  std::vector<bool> lost_;
  std::vector<Divergence> divergences_;
};

}  // namespace engram::run
