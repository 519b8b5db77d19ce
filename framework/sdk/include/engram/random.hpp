// Random streams that depend on a seed, a role and an index, and on nothing else: not on threads, not on the order of
// calls, not on the standard library's distributions. Normal numbers also use the logarithm and the cosine of the
// machine's C library, so their last bit may differ between machines.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace engram {

namespace detail {

/// Philox4x32-10, a counter-based generator: 128 bits of counter and 64 of key give 128 random bits.
/// Salmon, Moraes, Dror, Shaw: Parallel random numbers, as easy as 1, 2, 3 (SC 2011).
inline std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  constexpr std::uint32_t multiplier_0 = 0xD2511F53;
  constexpr std::uint32_t multiplier_1 = 0xCD9E8D57;
  constexpr std::uint32_t weyl_0 = 0x9E3779B9;
  constexpr std::uint32_t weyl_1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product_0 = std::uint64_t{multiplier_0} * counter[0];
    const std::uint64_t product_1 = std::uint64_t{multiplier_1} * counter[2];
    counter = {
        static_cast<std::uint32_t>(product_1 >> 32U) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product_1),
        static_cast<std::uint32_t>(product_0 >> 32U) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product_0)};
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
  return counter;
}

/// FNV-1a: turns a role's name into a number that is the same on every machine.
inline std::uint64_t hash(std::string_view text, std::uint64_t basis = 0xcbf29ce484222325ULL) {
  for (const char c : text) {
    basis = (basis ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return basis;
}

}  // namespace detail

/// One stream of random numbers. A copy continues from the same position.
class RandomStream {
 public:
  RandomStream(std::uint64_t key, std::uint64_t index) : key_(key), index_(index) {}

  /// 64 random bits.
  std::uint64_t bits() {
    if (left_ == 0) {
      block_ = detail::philox({static_cast<std::uint32_t>(counter_), static_cast<std::uint32_t>(counter_ >> 32U),
                               static_cast<std::uint32_t>(index_), static_cast<std::uint32_t>(index_ >> 32U)},
                              {static_cast<std::uint32_t>(key_), static_cast<std::uint32_t>(key_ >> 32U)});
      ++counter_;
      left_ = 2;
    }
    const std::size_t at = left_ == 2 ? 0 : 2;
    --left_;
    return (std::uint64_t{block_[at + 1]} << 32U) | block_[at];
  }

  /// Uniform in [0, 1), on a grid of 2^-53.
  double uniform() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }

  /// Uniform whole number in [0, bound), without the bias of a remainder. Throws std::invalid_argument for 0.
  std::uint64_t below(std::uint64_t bound) {
    if (bound == 0) {
      throw std::invalid_argument("there is no whole number below 0");
    }
    const std::uint64_t threshold = (0 - bound) % bound;
    for (;;) {
      const std::uint64_t draw = bits();
      if (draw >= threshold) {
        return draw % bound;
      }
    }
  }

  /// Standard normal, by Box and Muller's transform; each call uses two uniform numbers and discards the second
  /// normal number.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }

  /// +1 or -1 with equal probability.
  double sign() { return (bits() >> 63U) != 0 ? 1.0 : -1.0; }

  /// A uniformly random order (Fisher and Yates).
  template <class Container>
  void shuffle(Container& items) {
    for (std::size_t last = items.size(); last > 1; --last) {
      std::swap(items[last - 1], items[static_cast<std::size_t>(below(last))]);
    }
  }

 private:
  std::uint64_t key_;
  std::uint64_t index_;
  std::uint64_t counter_ = 0;
  std::array<std::uint32_t, 4> block_{};
  int left_ = 0;
};

/// All streams of one role ("patterns", "analyses/perturbation"). Give each piece of work the stream of its index,
/// and the numbers do not depend on which thread does the work or when.
class RandomStreams {
 public:
  RandomStreams(std::uint64_t seed, std::string_view role)
      // The seed goes through the hash as bytes, so that seeds 1 and 2 share nothing.
      : key_(detail::hash(role, detail::hash({reinterpret_cast<const char*>(&seed), sizeof seed}))) {}

  [[nodiscard]] RandomStream stream(std::uint64_t index) const { return {key_, index}; }

  /// The streams of a role within this one.
  [[nodiscard]] RandomStreams within(std::string_view role) const {
    RandomStreams inner = *this;
    inner.key_ = detail::hash(role, key_ ^ 0x5bd1e995U);
    return inner;
  }

 private:
  std::uint64_t key_;
};

}  // namespace engram
