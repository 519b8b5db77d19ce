// Units chosen at random, without repetition.
#pragma once

#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include <engram/array.hpp>
#include <engram/random.hpp>

namespace engram {

/// `fraction` of the units, rounded to the nearest whole number.
inline Index share_of(double fraction, Index units) {
  return static_cast<Index>(std::llround(fraction * static_cast<double>(units)));
}

/// `count` different units out of `units`, in random order.
inline std::vector<Index> chosen_units(Index units, Index count, RandomStream& random) {
  // This is Fisher and Yates's shuffle, stopped after `count` places.
  std::vector<Index> order(static_cast<std::size_t>(units));
  std::iota(order.begin(), order.end(), Index{0});
  for (std::size_t place = 0; place < static_cast<std::size_t>(count); ++place) {
    std::swap(order[place], order[place + static_cast<std::size_t>(random.below(order.size() - place))]);
  }
  order.resize(static_cast<std::size_t>(count));
  return order;
}

}  // namespace engram
