// Corruptions: damage done to a pattern before recall.
#pragma once

#include <string>
#include <utility>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/plugin_info.hpp>
#include <engram/random.hpp>
#include <engram/range.hpp>

namespace engram {

/// Damages one pattern.
///
/// Threading: const and free of state.
class ENGRAM_API Corruption {
 public:
  static constexpr Kind kind = Kind::corruption;
  virtual ~Corruption() = default;
  /// Changes `pattern` (one number per unit) in place.
  virtual void apply(VectorView pattern, RandomStream& random) const = 0;
  /// The values that a damaged pattern may have, given those of the pattern.
  [[nodiscard]] virtual Range range(Range /*of_pattern*/) const { return {}; }
  /// Throws ParameterError where the corruption does not fit patterns of that many units.
  virtual void check_units(Index /*units*/) const {}
};

template <class T>
PluginInfo corruption(std::string name, std::string summary) {
  return describe<Corruption, T>(std::move(name), std::move(summary));
}

}  // namespace engram
