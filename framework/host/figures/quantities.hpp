// Numbers from settings that are stored as text: "0.05 s".
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace engram::figures {

struct Quantities {
  std::vector<double> values;  ///< NaN for an empty text
  std::string unit;            ///< the same for all; empty for pure numbers
};

/// The numbers of texts; nullopt if a text is not a number or has another unit than the first, or if all are empty. A
/// space comes before the unit, so that "2d" is a name.
std::optional<Quantities> quantities_of(const std::vector<std::string>& texts);

}  // namespace engram::figures
