// Corruptions, and the patterns that they damage.
#pragma once

#include <cstdint>

#include "plugins/corruptions/gaussian_noise.cpp"
#include "plugins/corruptions/mask.cpp"
#include "plugins/corruptions/occlusion.cpp"
#include "plugins/corruptions/salt_and_pepper.cpp"
#include "plugins/corruptions/sequence.cpp"
#include "plugins/corruptions/sign_flips.cpp"

namespace engram::test {

/// A pattern after one corruption.
inline Vector damaged(const Corruption& corruption, Vector pattern, std::uint64_t seed = 1) {
  RandomStream random(3, seed);
  corruption.apply(pattern, random);
  return pattern;
}

}  // namespace engram::test
