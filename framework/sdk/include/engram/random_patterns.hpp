// Random states to start from, for analyses of a network's motion from arbitrary states.
#pragma once

#include <cstdint>

#include <engram/array.hpp>
#include <engram/parameters.hpp>
#include <engram/random.hpp>

namespace engram {

/// The parameters of a distribution of patterns. An analysis derives from it and declares them with
/// `.with<RandomPatterns>()`.
struct RandomPatterns {
  enum class Distribution { normal, uniform, binary };

  Distribution distribution = Distribution::normal;
  double scale = 1.0;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .choice(
            &RandomPatterns::distribution, "distribution",
            {{"normal", Distribution::normal}, {"uniform", Distribution::uniform}, {"binary", Distribution::binary}},
            "Values of a random state: normal, uniform between -1 and 1, or +1 and -1; each times scale.")
        .add(&RandomPatterns::scale, "scale", "1", "Factor of a random state's values.", {.above = 0});
  }

  /// `count` patterns of `units` values, unit x pattern; pattern k depends on random.stream(k) alone.
  [[nodiscard]] Matrix draw(Index units, Index count, const RandomStreams& random) const {
    Matrix patterns(units, count);
    for (Index pattern = 0; pattern < count; ++pattern) {
      RandomStream stream = random.stream(static_cast<std::uint64_t>(pattern));
      for (Index unit = 0; unit < units; ++unit) {
        patterns(unit, pattern) = scale * (distribution == Distribution::normal    ? stream.normal()
                                           : distribution == Distribution::uniform ? 2.0 * stream.uniform() - 1.0
                                                                                   : stream.sign());
      }
    }
    return patterns;
  }
};

}  // namespace engram
