// Settling: follows a network in discrete updates until it rests, alternates between two states, or has used all
// updates. A network at a temperature never rests, even if an update happens to change nothing.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <engram/analysis.hpp>
#include <engram/parameters.hpp>

namespace engram {

/// How a trial ended.
enum class Motion { moving, fixed_point, cycle };

/// The end of a batch of trials.
struct Settled {
  Matrix values;               ///< at the end, unit x trial
  std::vector<Index> updates;  ///< until the trial rested or was in its cycle; all updates if it did neither
  std::vector<Motion> motion;
  Matrix energies;  ///< (updates + 1) x trial; 0 x 0 unless asked for; a trial at rest keeps its energy
  std::vector<Divergence> divergences;  ///< trials whose state is no longer finite
};

/// The parameters of settling. An analysis derives from it and declares them with `.with<Settling>()`.
struct Settling {
  enum class Stop { settled, updates };

  Index updates = 100;
  Stop stop = Stop::settled;
  double at_rest = 1e-9;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .add(&Settling::updates, "updates", "1", "Most updates of a trial.", {.min = 1})
        .choice(
            &Settling::stop, "stop", {{"settled", Stop::settled}, {"updates", Stop::updates}},
            "When trials end: once all of them rest or go back and forth between two states, or after all updates; "
            "trials at a temperature end after all updates.")
        .add(&Settling::at_rest, "at_rest", "1", "Largest change of a unit in an update up to which a trial rests.",
             {.min = 0});
  }

  /// Starts trials from `starts` (unit x trial) and follows them. `fraction` is called with the share that is done, 0
  /// to 1.
  [[nodiscard]] Settled settle(const System& system, const ConstMatrixView& starts, const RandomStreams& random,
                               const Mask& held, bool with_energies,
                               const std::function<void(double)>& fraction) const {
    const Index trials = starts.cols();
    const auto trajectory = system.start(starts, random, held);
    Settled settled{Matrix(),
                    std::vector<Index>(static_cast<std::size_t>(trials), updates),
                    std::vector<Motion>(static_cast<std::size_t>(trials), Motion::moving),
                    with_energies ? Matrix(updates + 1, trials) : Matrix(),
                    {}};
    Matrix last = trajectory->values();
    Matrix before_last;
    take_energies(system, *trajectory, 0, settled);
    const bool at_random = system.moves_at_random();
    Index done = 0;
    while (done < updates) {
      trajectory->advance_to(static_cast<double>(++done));
      const ConstMatrixView now = trajectory->values();
      take_energies(system, *trajectory, done, settled);
      bool all_settled = true;
      for (Index trial = 0; trial < trials; ++trial) {
        all_settled = !at_random && judge(trial, now, last, before_last, done, settled) && all_settled;
      }
      before_last.swap(last);
      last = now;
      fraction(static_cast<double>(done) / static_cast<double>(updates));
      if (all_settled && stop == Stop::settled) {
        break;
      }
    }
    if (with_energies) {
      for (Index update = done + 1; update <= updates; ++update) {
        settled.energies.row(update) = settled.energies.row(update - (in_cycle(settled) ? 2 : 1));
      }
    }
    settled.values = last;
    settled.divergences = trajectory->divergences();
    return settled;
  }

 private:
  static bool in_cycle(const Settled& settled) {
    return std::find(settled.motion.begin(), settled.motion.end(), Motion::cycle) != settled.motion.end();
  }

  static void take_energies(const System& system, const Trajectory& trajectory, Index update, Settled& settled) {
    if (settled.energies.size() > 0) {
      Vector energies(settled.energies.cols());
      system.energies(trajectory.states(), energies);
      settled.energies.row(update) = energies.transpose();
    }
  }

  [[nodiscard]] bool same(const ConstVectorView& one, const ConstVectorView& other) const {
    return (one - other).cwiseAbs().maxCoeff() <= at_rest;
  }

  /// Notes and returns whether a trial has settled with this update.
  [[nodiscard]] bool judge(Index trial, const ConstMatrixView& now, const Matrix& last, const Matrix& before_last,
                           Index update, Settled& settled) const {
    const auto at = static_cast<std::size_t>(trial);
    if (same(now.col(trial), last.col(trial))) {
      if (settled.motion[at] != Motion::fixed_point) {
        settled.motion[at] = Motion::fixed_point;
        settled.updates[at] = update - 1;
      }
      return true;
    }
    if (before_last.size() > 0 && same(now.col(trial), before_last.col(trial))) {
      if (settled.motion[at] != Motion::cycle) {
        settled.motion[at] = Motion::cycle;
        settled.updates[at] = update - 2;
      }
      return true;
    }
    // Random updates may move a trial that seemed to rest.
    settled.motion[at] = Motion::moving;
    settled.updates[at] = updates;
    return false;
  }
};

/// "fixed_point", "cycle" (of two states) or "moving".
inline std::string motion_name(Motion motion) {
  return motion == Motion::fixed_point ? "fixed_point" : motion == Motion::cycle ? "cycle" : "moving";
}

}  // namespace engram
