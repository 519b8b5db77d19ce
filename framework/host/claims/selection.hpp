// Selects the numbers of a dataset that a claim is about.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "claims/claim.hpp"

namespace engram::claims {

/// The numbers of a dataset; `called` is its name in the RequestError that refuses text.
std::vector<double> numbers_of(const Dataset& dataset, const std::string& called);

/// One parsed entry of `select` or `where`: "dimension=value" or "dimension=from..to".
struct Choice {
  /// Wide enough for every whole number of 64 bits.
  using Number = long double;

  std::string dimension;
  std::string written;     ///< the text after the equals sign
  bool is_number = false;  ///< it has `from` and `to`; otherwise it is "first", "last", or a text coordinate
  Number from = 0;
  Number to = 0;
};

/// Throws ParameterError("select") if the text is not a choice.
Choice parse_choice(const std::string& text);

/// A choice by the value of a column of the summary, where "first" and "last" have no meaning. Throws
/// ParameterError("where").
Choice parse_condition(const std::string& text);

/// Whether a choice selects an entry of a coordinate, a number or a text. The name of a plugin selects the plugin
/// with any settings.
bool is_chosen(const Choice& choice, const Dataset& coordinate, std::size_t entry);

/// Why a choice by a text chooses no entry of a column of numbers.
std::string numbers_only(const Choice& choice);

/// A dataset of the same group by name; nullopt if there is no such dataset.
using Neighbour = std::function<std::optional<Dataset>(const std::string&)>;

/// The numbers that a claim selects from a dataset, in the dataset's order. `reduce: last` keeps only the last
/// selected number along the last dimension. Throws RequestError if the dataset does not have the claim's dimensions
/// or coordinates.
std::vector<double> selected(const Claim& claim, const Dataset& dataset, const Neighbour& neighbour);

}  // namespace engram::claims
