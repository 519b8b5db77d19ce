// Settings that are stored as text and mean numbers: "0.05 s".
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace engram::figures {

struct Quantities {
  std::vector<double> values;  ///< NaN where the text is empty
  std::string unit;            ///< the same for all; empty for pure numbers
};

/// The numbers that texts stand for; nothing where one of them is no number, has another unit than the first, or
/// where all are empty. A unit stands behind a space, so that "2d" is a name.
std::optional<Quantities> quantities_of(const std::vector<std::string>& texts);

}  // namespace engram::figures
