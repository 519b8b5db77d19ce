// Which numbers of a dataset a claim is about.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "claims/claim.hpp"

namespace engram::claims {

/// The numbers of a dataset, which is `called` so in the RequestError that refuses text.
std::vector<double> numbers_of(const Dataset& dataset, const std::string& called);

/// One entry of `select`, taken apart.
struct Choice {
  std::string dimension;
  std::string word;  ///< "first", "last", a text coordinate; empty for numbers
  double from = 0.0;
  double to = 0.0;
};

/// Throws ParameterError("select") where the text is none.
Choice parse_choice(const std::string& text);

/// Whether an entry of a coordinate, a number or a text, is what a choice asks for. The name of a plugin stands for
/// the plugin with any settings.
bool is_chosen(const Choice& choice, const Dataset& coordinate, std::size_t entry);

/// A dataset of the same group by name; none where there is none.
using Neighbour = std::function<std::optional<Dataset>(const std::string&)>;

/// The numbers that a claim selects from a dataset, in the dataset's order. `reduce: last` leaves the last selected
/// one along the last dimension. Throws RequestError where dimensions or coordinates are not what the claim asks for.
std::vector<double> selected(const Claim& claim, const Dataset& dataset, const Neighbour& neighbour);

}  // namespace engram::claims
