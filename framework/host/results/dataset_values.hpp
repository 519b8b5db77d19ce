// The values of a dataset as numbers, texts, or numbers with a unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

namespace engram::results {

/// The numbers of a dataset; throws RequestError if it has text.
std::vector<double> numbers_of(const Dataset& dataset);

/// The texts of a dataset; throws RequestError if it has numbers.
std::vector<std::string> texts_of(const Dataset& dataset);

struct Quantities {
  std::vector<double> values;  ///< NaN for an empty text
  std::string unit;            ///< the same for all; empty for pure numbers
};

/// The numbers of texts such as "0.05 s"; nullopt if a text is not a number or has another unit than the first, or if
/// all are empty. A space comes before the unit, so that "2d" is a name.
std::optional<Quantities> quantities_of(const std::vector<std::string>& texts);

/// "time (s)"; a pure number gets no unit.
std::string with_unit(const std::string& text, const std::string& unit);

}  // namespace engram::results
