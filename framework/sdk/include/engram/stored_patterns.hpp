// Patterns held by a network instead of weights, in the form in which sums over them are cheapest: one bit per value
// if all values are +1 and -1, otherwise as numbers.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <engram/array.hpp>
#include <engram/kernel.hpp>
#include <engram/patterns.hpp>

namespace engram {

/// The values of one trial as bits, if all of them are +1, -1 or 0.
struct PackedState {
  std::vector<std::uint64_t> negative;  ///< bit i: s_i < 0
  std::vector<std::uint64_t> present;   ///< bit i: s_i is not 0
  bool exact = false;                   ///< all values are +1, -1 or 0; otherwise the bits mean nothing

  bool operator==(const PackedState&) const = default;
  /// sum_i s_i; valid only if the values are exact.
  [[nodiscard]] double sum() const {
    Index total = 0;
    for (std::size_t word = 0; word < present.size(); ++word) {
      total += std::popcount(present[word]) - 2 * std::popcount(negative[word] & present[word]);
    }
    return static_cast<double>(total);
  }
};

namespace detail {

constexpr Index byte_bits = 8;

ENGRAM_KERNEL inline bool pack_words(const double* __restrict values, std::uint64_t* __restrict negative,
                                     std::uint64_t* __restrict present, Index words) {
  std::uint64_t others = 0;
  for (Index word = 0; word < words; ++word) {
    std::uint64_t below = 0;
    std::uint64_t there = 0;
    for (Index bit = 0; bit < word_bits; ++bit) {
      const double value = values[word * word_bits + bit];
      const auto place = static_cast<std::uint64_t>(bit);
      below |= static_cast<std::uint64_t>(value < 0.0) << place;
      there |= static_cast<std::uint64_t>(value != 0.0) << place;
      others |= static_cast<std::uint64_t>(value * value * value != value);
    }
    negative[word] = below;
    present[word] = there;
  }
  return others == 0;
}

/// The number of units in which a state and a pattern, both held as bits, agree, minus the number in which they
/// differ.
ENGRAM_KERNEL inline Index packed_overlap(const std::uint64_t* __restrict pattern,
                                          const std::uint64_t* __restrict negative,
                                          const std::uint64_t* __restrict present, Index words) {
  Index differ = 0;
  Index there = 0;
  for (Index word = 0; word < words; ++word) {
    differ += std::popcount((pattern[word] ^ negative[word]) & present[word]);
    there += std::popcount(present[word]);
  }
  return there - 2 * differ;
}

/// sums_i = the sum, over the bytes of unit i, of the table entry for that byte.
ENGRAM_KERNEL inline void look_up(const std::uint8_t* __restrict bytes, const double* __restrict tables, Index groups,
                                  double* __restrict sums, Index units) {
  constexpr Index entries = 256;
  if (groups == 1) {
    for (Index unit = 0; unit < units; ++unit) {
      sums[unit] = tables[bytes[unit]];
    }
    return;
  }
  for (Index unit = 0; unit < units; ++unit) {
    const std::uint8_t* own = bytes + unit * groups;
    double sum = 0.0;
    for (Index group = 0; group < groups; ++group) {
      sum += tables[group * entries + own[group]];
    }
    sums[unit] = sum;
  }
}

/// For each byte, the sign bits of eight doubles whose signs are its bits (1: negative).
inline const std::array<std::array<std::uint64_t, byte_bits>, 256> sign_masks = [] {
  std::array<std::array<std::uint64_t, byte_bits>, 256> masks{};
  for (std::size_t byte = 0; byte < masks.size(); ++byte) {
    for (std::size_t bit = 0; bit < byte_bits; ++bit) {
      masks.at(byte).at(bit) = std::uint64_t{(byte >> bit) & 1U} << 63U;
    }
  }
  return masks;
}();

/// sum_k x_k c_k for one unit, whose signs are held as bits. It uses eight partial sums so that the loop vectorises.
ENGRAM_KERNEL inline double signed_sum(const std::uint8_t* __restrict bytes, const double* __restrict coefficients,
                                       Index groups) {
  std::array<double, byte_bits> sums{};
  for (Index group = 0; group < groups; ++group) {
    const std::uint64_t* const mask = sign_masks[bytes[group]].data();
    for (Index bit = 0; bit < byte_bits; ++bit) {
      const auto bits = std::bit_cast<std::uint64_t>(coefficients[group * byte_bits + bit]);
      sums[static_cast<std::size_t>(bit)] += std::bit_cast<double>(bits ^ mask[bit]);
    }
  }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/// Bit 8 i + j of the result is bit 8 j + i of `bits`.
inline std::uint64_t transposed(std::uint64_t bits) {
  const auto swap = [&](unsigned distance, std::uint64_t places) {
    const std::uint64_t differ = (bits ^ (bits >> distance)) & places;
    bits ^= differ ^ (differ << distance);
  };
  swap(7, 0x00AA00AA00AA00AAU);
  swap(14, 0x0000CCCC0000CCCCU);
  swap(28, 0x00000000F0F0F0F0U);
  return bits;
}

ENGRAM_KERNEL inline void add_signed(const std::uint8_t* __restrict bytes, double change, double* __restrict overlaps,
                                     Index groups) {
  const auto bits = std::bit_cast<std::uint64_t>(change);
  for (Index group = 0; group < groups; ++group) {
    const std::uint64_t* const mask = sign_masks[bytes[group]].data();
    for (Index bit = 0; bit < byte_bits; ++bit) {
      overlaps[group * byte_bits + bit] += std::bit_cast<double>(bits ^ mask[bit]);
    }
  }
}

}  // namespace detail

/// Patterns x_k, k = 0, 1, ..., and sums over them. Vectors over patterns have padded_count() entries; entries from
/// count() on belong to no pattern and are 0.
///
/// Sums of whole numbers below 2^53 are exact in either form.
///
/// Threading: const functions may be called from several threads at once.
class StoredPatterns {
 public:
  [[nodiscard]] Index units() const { return units_; }
  [[nodiscard]] Index count() const { return count_; }
  [[nodiscard]] Index padded_count() const { return packed_ ? groups_ * detail::byte_bits : count_; }
  /// Whether the patterns are held as one bit per value.
  [[nodiscard]] bool packed() const { return packed_; }

  /// The patterns as bits, if they are packed.
  [[nodiscard]] const SignBits& bits() const { return bits_; }

  /// Appends patterns. All patterns are packed if `may_pack` is true and every value, of the earlier patterns too, is
  /// +1 or -1.
  void add(const Patterns& patterns, bool may_pack) {
    const std::optional<SignBits> signs = may_pack && (count_ == 0 || packed_) ? patterns.signs() : std::nullopt;
    if (!signs && packed_) {
      values_ = unpacked();
      bytes_.clear();
      bits_ = SignBits();
    }
    packed_ = signs.has_value();
    units_ = patterns.rows();
    if (signs) {
      add_packed(*signs);
    } else {
      values_.conservativeResize(units_, count_ + patterns.cols());
      values_.rightCols(patterns.cols()) = patterns.matrix();
      count_ += patterns.cols();
    }
  }

  [[nodiscard]] double value(Index unit, Index pattern) const {
    return packed_ ? bits_.value(unit, pattern) : values_(unit, pattern);
  }

  [[nodiscard]] Vector column(Index pattern) const {
    return packed_ ? Vector(bits_.values(pattern, 1)) : Vector(values_.col(pattern));
  }

  /// All patterns, unit x pattern.
  [[nodiscard]] Matrix unpacked() const { return packed_ ? bits_.values(0, count_) : values_; }

  /// The bits of a state, for overlaps(). `packed` keeps its memory from call to call.
  void pack(const double* state, PackedState& packed) const {
    const Index words = word_count();
    packed.negative.resize(static_cast<std::size_t>(words));
    packed.present.resize(static_cast<std::size_t>(words));
    const Index whole = units_ / detail::word_bits;
    packed.exact = detail::pack_words(state, packed.negative.data(), packed.present.data(), whole);
    if (whole < words) {
      std::array<double, detail::word_bits> rest{};
      std::copy(state + whole * detail::word_bits, state + units_, rest.begin());
      packed.exact =
          detail::pack_words(rest.data(), packed.negative.data() + whole, packed.present.data() + whole, 1) &&
          packed.exact;
    }
  }

  /// m_k = sum_i x_ki s_i of one state. `bits` come from pack() and are read only if the patterns are packed.
  void overlaps(const double* state, const PackedState& bits, double* overlaps) const {
    if (packed_ && bits.exact) {
      for (Index pattern = 0; pattern < count_; ++pattern) {
        overlaps[pattern] = static_cast<double>(
            detail::packed_overlap(bits_.words(pattern), bits.negative.data(), bits.present.data(), word_count()));
      }
      std::fill(overlaps + count_, overlaps + padded_count(), 0.0);
    } else if (packed_) {
      std::fill(overlaps, overlaps + padded_count(), 0.0);
      for (Index unit = 0; unit < units_; ++unit) {
        add_unit(unit, state[unit], overlaps);
      }
    } else {
      Eigen::Map<Vector>(overlaps, count_).noalias() = values_.transpose() * Eigen::Map<const Vector>(state, units_);
    }
  }

  /// The same for each column of `states`, in one matrix product if the patterns are held as numbers. `overlaps` is
  /// padded_count() x trial.
  void overlaps(const ConstMatrixView& states, MatrixView overlaps) const {
    if (!packed_) {
      overlaps.noalias() = values_.transpose() * states;
      return;
    }
    PackedState bits;
    for (Index trial = 0; trial < states.cols(); ++trial) {
      pack(states.col(trial).data(), bits);
      this->overlaps(states.col(trial).data(), bits, overlaps.col(trial).data());
    }
  }

  /// sum_k x_ki c_k for every unit i. `tables` is scratch space that keeps its memory from call to call.
  void combine(const double* coefficients, double* sums, std::vector<double>& tables) const {
    if (!packed_) {
      Eigen::Map<Vector>(sums, units_).noalias() = values_ * Eigen::Map<const Vector>(coefficients, count_);
      return;
    }
    constexpr Index entries = 256;
    tables.resize(static_cast<std::size_t>(groups_ * entries));
    for (Index group = 0; group < groups_; ++group) {
      fill_table(coefficients + group * detail::byte_bits, tables.data() + group * entries);
    }
    detail::look_up(bytes_.data(), tables.data(), groups_, sums, units_);
  }

  /// The same for each column of `coefficients`, padded_count() x trial, into `sums`, unit x trial.
  void combine(const ConstMatrixView& coefficients, MatrixView sums) const {
    if (!packed_) {
      sums.noalias() = values_ * coefficients;
      return;
    }
    std::vector<double> tables;
    for (Index trial = 0; trial < sums.cols(); ++trial) {
      combine(coefficients.col(trial).data(), sums.col(trial).data(), tables);
    }
  }

  /// sum_k x_ki c_k for one unit.
  [[nodiscard]] double combine_at(Index unit, const double* coefficients) const {
    if (packed_) {
      return detail::signed_sum(bytes_.data() + unit * groups_, coefficients, groups_);
    }
    return values_.row(unit).dot(Eigen::Map<const Eigen::RowVectorXd>(coefficients, count_));
  }

  /// Updates the overlaps after the value of one unit grew by `change`.
  void add_unit(Index unit, double change, double* overlaps) const {
    if (packed_) {
      detail::add_signed(bytes_.data() + unit * groups_, change, overlaps, groups_);
      std::fill(overlaps + count_, overlaps + padded_count(), 0.0);
    } else {
      Eigen::Map<Eigen::RowVectorXd>(overlaps, count_) += change * values_.row(unit);
    }
  }

 private:
  [[nodiscard]] Index word_count() const { return (units_ + detail::word_bits - 1) / detail::word_bits; }

  void add_packed(const SignBits& signs) {
    if (count_ == 0) {
      bits_ = SignBits(units_);
    }
    bits_.add(signs, 0, signs.count());
    count_ = bits_.count();
    groups_ = (count_ + detail::byte_bits - 1) / detail::byte_bits;
    bytes_.assign(static_cast<std::size_t>(units_ * groups_), 0);
    for (Index group = 0; group < groups_; ++group) {
      for (Index first = 0; first < units_; first += detail::byte_bits) {
        put_bytes(group, first);
      }
    }
  }

  /// Sets the bytes of one group of eight patterns at the eight units from `first` on.
  void put_bytes(Index group, Index first) {
    const Index earlier = group * detail::byte_bits;
    std::uint64_t block = 0;
    for (Index pattern = 0; pattern < std::min(detail::byte_bits, count_ - earlier); ++pattern) {
      const std::uint64_t word = bits_.words(earlier + pattern)[first / detail::word_bits];
      const std::uint64_t byte = (word >> static_cast<std::uint64_t>(first % detail::word_bits)) & 0xFFU;
      block |= byte << static_cast<std::uint64_t>(pattern * detail::byte_bits);
    }
    block = detail::transposed(block);
    for (Index unit = first; unit < std::min(first + detail::byte_bits, units_); ++unit) {
      bytes_[static_cast<std::size_t>(unit * groups_ + group)] =
          static_cast<std::uint8_t>(block >> static_cast<std::uint64_t>((unit - first) * detail::byte_bits));
    }
  }

  /// Each entry is the sum of eight coefficients, whose signs are the bits of the entry's number.
  static void fill_table(const double* coefficients, double* table) {
    table[0] = 0.0;
    for (Index bit = 0; bit < detail::byte_bits; ++bit) {
      const Index entries = Index{1} << bit;
      for (Index entry = 0; entry < entries; ++entry) {
        table[entry + entries] = table[entry] - coefficients[bit];
        table[entry] += coefficients[bit];
      }
    }
  }

  Index units_ = 0;
  Index count_ = 0;
  Index groups_ = 0;  ///< bytes per unit
  bool packed_ = false;
  Matrix values_;                    ///< unit x pattern, if they are not packed
  std::vector<std::uint8_t> bytes_;  ///< unit x group: the signs of eight patterns at a unit
  SignBits bits_;                    ///< if they are packed
};

}  // namespace engram
