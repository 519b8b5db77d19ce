// Corruptions: damage done to a pattern before recall.
#pragma once

#include <string>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/random.hpp>
#include <engram/range.hpp>

namespace engram {

/// Damages one pattern.
///
/// Threading: const and free of state.
class ENGRAM_API Corruption {
 public:
  virtual ~Corruption() = default;
  /// Changes `pattern` (one number per unit) in place.
  virtual void apply(VectorView pattern, RandomStream& random) const = 0;
  /// The values that a damaged pattern may have, given those of the pattern.
  [[nodiscard]] virtual Range range(Range /*of_pattern*/) const { return {}; }
  /// Throws ParameterError where the corruption does not fit patterns of that many units.
  virtual void check_units(Index /*units*/) const {}
};

/// Asks a corruption that is the value of `parameter` whether it fits patterns of so many units. Throws
/// ParameterError with the whole path where it does not: "corruption.count".
inline void check_units_of(const Corruption& corruption, Index units, const std::string& parameter) {
  try {
    corruption.check_units(units);
  } catch (const ParameterError& error) {
    throw ParameterError(parameter + "." + error.parameter(), error.what());
  }
}

}  // namespace engram
