// The patterns that a network learns, as numbers or as bits.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <engram/array.hpp>
#include <engram/kernel.hpp>
#include <engram/recorder.hpp>

namespace engram {

namespace detail {

constexpr Index word_bits = 64;

/// Sets bit i of the words if value i is negative; returns whether all values are +1 or -1.
ENGRAM_KERNEL inline bool pack_signs(const double* __restrict values, std::uint64_t* __restrict words, Index count) {
  std::uint64_t others = 0;
  for (Index word = 0; word < count; ++word) {
    std::uint64_t negative = 0;
    for (Index bit = 0; bit < word_bits; ++bit) {
      const double value = values[word * word_bits + bit];
      negative |= static_cast<std::uint64_t>(value < 0.0) << static_cast<std::uint64_t>(bit);
      others |= static_cast<std::uint64_t>(value * value != 1.0);
    }
    words[word] = negative;
  }
  return others == 0;
}

/// -1 if bit `place` of a word is set, otherwise 1.
inline int sign_at(std::uint64_t word, Index place) {
  return 1 - 2 * static_cast<int>((word >> static_cast<std::uint64_t>(place)) & 1U);
}

/// The values whose signs are the bits of the words.
ENGRAM_KERNEL inline void unpack_signs(const std::uint64_t* __restrict words, double* __restrict values,
                                       Index units) {
  for (Index unit = 0; unit < units; ++unit) {
    values[unit] = static_cast<double>(sign_at(words[unit / word_bits], unit % word_bits));
  }
}
ENGRAM_KERNEL inline void unpack_signs(const std::uint64_t* __restrict words, std::int8_t* __restrict values,
                                       Index units) {
  for (Index unit = 0; unit < units; ++unit) {
    values[unit] = static_cast<std::int8_t>(sign_at(words[unit / word_bits], unit % word_bits));
  }
}

}  // namespace detail

/// Values of +1 and -1, unit x pattern, as one bit per value (1: negative). The words of a pattern follow each other,
/// and unused bits of its last word are 0.
class SignBits {
 public:
  explicit SignBits(Index units = 0) : units_(units) {}

  /// Values, unit x pattern, as bits; nullopt if one of them is neither +1 nor -1.
  static std::optional<SignBits> of(const ConstMatrixView& values) {
    SignBits bits(values.rows());
    bits.reserve(values.cols());
    for (Index pattern = 0; pattern < values.cols(); ++pattern) {
      if (!bits.add(values.col(pattern))) {
        return std::nullopt;
      }
    }
    return bits;
  }

  [[nodiscard]] Index units() const { return units_; }
  [[nodiscard]] Index count() const { return count_; }
  [[nodiscard]] Index word_count() const { return (units_ + detail::word_bits - 1) / detail::word_bits; }
  /// The bits of one pattern, word_count() words.
  [[nodiscard]] const std::uint64_t* words(Index pattern) const {
    return words_.data() + static_cast<std::ptrdiff_t>(pattern * word_count());
  }

  void reserve(Index patterns) { words_.reserve(static_cast<std::size_t>(patterns * word_count())); }
  /// Appends a pattern if all of its values are +1 and -1; returns whether they are.
  bool add(const ConstVectorView& values) {
    const Index whole = units_ / detail::word_bits;
    const std::size_t before = words_.size();
    words_.resize(before + static_cast<std::size_t>(word_count()));
    std::uint64_t* const own = words_.data() + before;
    bool fits = detail::pack_signs(values.data(), own, whole);
    if (fits && whole < word_count()) {
      std::array<double, detail::word_bits> rest{};
      rest.fill(1.0);
      std::copy(values.data() + whole * detail::word_bits, values.data() + units_, rest.begin());
      fits = detail::pack_signs(rest.data(), own + whole, 1);
    }
    if (!fits) {
      words_.resize(before);
      return false;
    }
    ++count_;
    return true;
  }
  /// Appends some patterns of another set with as many units.
  void add(const SignBits& others, Index first, Index count) {
    words_.insert(words_.end(), others.words(first), others.words(first + count));
    count_ += count;
  }

  [[nodiscard]] double value(Index unit, Index pattern) const {
    return detail::sign_at(words(pattern)[unit / detail::word_bits], unit % detail::word_bits);
  }
  /// Puts the patterns from `first` on into the columns of `values`.
  void put(Index first, MatrixView values) const {
    for (Index pattern = 0; pattern < values.cols(); ++pattern) {
      detail::unpack_signs(words(first + pattern), values.col(pattern).data(), units_);
    }
  }
  /// Some patterns as numbers, unit x pattern.
  [[nodiscard]] Matrix values(Index first, Index count) const {
    Matrix values(units_, count);
    put(first, values);
    return values;
  }
  /// All patterns, one after the other.
  [[nodiscard]] std::vector<std::int8_t> bytes() const {
    std::vector<std::int8_t> bytes(static_cast<std::size_t>(units_ * count_));
    for (Index pattern = 0; pattern < count_; ++pattern) {
      detail::unpack_signs(words(pattern), bytes.data() + pattern * units_, units_);
    }
    return bytes;
  }

 private:
  Index units_ = 0;
  Index count_ = 0;
  std::vector<std::uint64_t> words_;
};

/// Patterns, unit x pattern, that do not change. Very many values are held as one bit each if all are +1 and -1, and
/// become numbers where they are needed: col() and middleCols() make those of some patterns, matrix() makes and keeps
/// all of them. A matrix becomes patterns by itself, and patterns become a `const Matrix&`.
///
/// Threading: const functions may be called from several threads at once. Copies share their bits.
class Patterns {
 public:
  /// From so many values on, patterns are held as bits; as numbers they would take 32 MB.
  static constexpr Index many = Index{1} << 22U;

  Patterns() : Patterns(Matrix()) {}
  Patterns(Matrix values) : values_(std::make_shared<const Matrix>(std::move(values))) {}  // NOLINT: see above
  template <class Expression>
  Patterns(const Eigen::MatrixBase<Expression>& values) : Patterns(Matrix(values)) {}  // NOLINT: see above
  explicit Patterns(SignBits bits) : packed_(std::make_shared<Packed>(std::move(bits))) {}

  /// `draw(pattern, values)` sets the values of each pattern, one after the other.
  template <class Draw>
  static Patterns drawn(Index units, Index count, const Draw& draw) {
    if (units * count < many) {
      return as_numbers(SignBits(units), units, count, draw);
    }
    SignBits bits(units);
    bits.reserve(count);
    Vector values(units);
    for (Index pattern = 0; pattern < count; ++pattern) {
      draw(pattern, VectorView(values));
      if (!bits.add(values)) {
        return as_numbers(bits, units, count, draw);
      }
    }
    return Patterns(std::move(bits));
  }

  /// Units.
  [[nodiscard]] Index rows() const { return packed_ ? packed_->bits.units() : values_->rows(); }
  /// Patterns.
  [[nodiscard]] Index cols() const { return packed_ ? packed_->bits.count() : values_->cols(); }
  /// The bits of all patterns; nullptr if they are held as numbers.
  [[nodiscard]] const SignBits* bits() const { return packed_ ? &packed_->bits : nullptr; }
  /// The patterns as bits, however they are held; nullopt if a value is neither +1 nor -1.
  [[nodiscard]] std::optional<SignBits> signs() const {
    return packed_ ? std::optional(packed_->bits) : SignBits::of(*values_);
  }

  [[nodiscard]] double operator()(Index unit, Index pattern) const {
    return packed_ ? packed_->bits.value(unit, pattern) : (*values_)(unit, pattern);
  }
  /// One pattern; do not copy the view, which may own the numbers.
  [[nodiscard]] ConstVectorView col(Index pattern) const {
    if (packed_) {
      const auto value = [this, pattern](Index unit) { return packed_->bits.value(unit, pattern); };
      return ConstVectorView(Vector::NullaryExpr(rows(), value));
    }
    return ConstVectorView(values_->col(pattern));
  }
  /// Puts the patterns from `first` on into the columns of `values`, unit x pattern, which may be used again for
  /// others.
  void put(Index first, MatrixView values) const {
    if (packed_) {
      packed_->bits.put(first, values);
    } else {
      values = values_->middleCols(first, values.cols());
    }
  }
  /// Some patterns, unit x pattern.
  [[nodiscard]] Matrix middleCols(Index first, Index count) const {  // NOLINT: its name in Eigen
    return packed_ ? packed_->bits.values(first, count) : Matrix(values_->middleCols(first, count));
  }
  /// The first patterns.
  [[nodiscard]] Patterns first(Index count) const {
    if (!packed_) {
      return values_->leftCols(count);
    }
    SignBits some(rows());
    some.add(packed_->bits, 0, count);
    return Patterns(std::move(some));
  }
  /// The number of patterns whose values together take about 2 MB; at least 1 and at most `most`.
  [[nodiscard]] Index batch(Index most) const {
    constexpr Index values = Index{1} << 18U;
    return std::clamp<Index>(values / std::max<Index>(rows(), 1), 1, most);
  }
  /// All patterns, unit x pattern. Bits become numbers at the first call.
  [[nodiscard]] const Matrix& matrix() const {
    if (!packed_) {
      return *values_;
    }
    std::call_once(packed_->once, [this] { packed_->values = packed_->bits.values(0, cols()); });
    return packed_->values;
  }
  operator const Matrix&() const { return matrix(); }  // NOLINT: see above

  /// The mean over all patterns and units.
  [[nodiscard]] double mean() const {
    return packed_ ? unit_sums().sum() / (static_cast<double>(rows()) * static_cast<double>(cols()))
                   : values_->mean();
  }
  /// The mean of each unit over the patterns.
  [[nodiscard]] Vector unit_means() const {
    return packed_ ? Vector(unit_sums() / static_cast<double>(cols())) : Vector(values_->rowwise().mean());
  }

  /// Records the patterns, pattern x unit, with one byte per value if all of them are +1, -1 and 0.
  void record(Recorder& recorder, std::string name, std::string dimension, std::string description) const {
    std::vector<std::string> dimensions{std::move(dimension), "unit"};
    if (packed_) {
      recorder.record({std::move(name),
                       std::move(dimensions),
                       {cols(), rows()},
                       packed_->bits.bytes(),
                       "1",
                       std::move(description)});
    } else {
      recorder.signs(std::move(name), std::move(dimensions), values_->transpose(), "1", std::move(description));
    }
  }

 private:
  struct Packed {
    explicit Packed(SignBits given) : bits(std::move(given)) {}
    SignBits bits;
    std::once_flag once;
    Matrix values;
  };

  /// All patterns as numbers, of which `bits` has the first ones.
  template <class Draw>
  static Patterns as_numbers(const SignBits& bits, Index units, Index count, const Draw& draw) {
    Matrix values(units, count);
    values.leftCols(bits.count()) = bits.values(0, bits.count());
    for (Index pattern = bits.count(); pattern < count; ++pattern) {
      draw(pattern, VectorView(values.col(pattern)));
    }
    return values;
  }

  [[nodiscard]] Vector unit_sums() const {
    Vector sums = Vector::Zero(rows());
    Vector values(rows());
    for (Index pattern = 0; pattern < cols(); ++pattern) {
      put(pattern, values);
      sums += values;
    }
    return sums;
  }

  std::shared_ptr<const Matrix> values_;  ///< null if they are packed
  std::shared_ptr<Packed> packed_;        ///< null if they are numbers
};

}  // namespace engram
