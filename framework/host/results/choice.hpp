// Choices of entries by their coordinate: "time=0..0.5", "trial=last", "seed=3".
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "results/dataset_group.hpp"
#include "results/summary.hpp"

namespace engram::results {

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

/// The rows of the summary for which all conditions hold. Throws RequestError if a column does not exist, or no row
/// is left.
std::vector<std::size_t> rows_where(const std::vector<std::string>& conditions, std::vector<std::size_t> rows,
                                    const Summary& summary);

/// For each dimension of a dataset, whether each of its entries is chosen by all of `select`, which are choices by
/// the dimensions' coordinates. Throws RequestError if the dataset does not have a dimension, or none of its entries
/// is chosen.
std::vector<std::vector<bool>> chosen_entries(const std::vector<std::string>& select, const Dataset& dataset,
                                              const DatasetGroup& group);

}  // namespace engram::results
