// Finds the stored dataset that a spec names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <engram/value.hpp>

#include "results/source.hpp"

namespace engram::results {

/// A stored dataset and its surroundings.
struct Located {
  std::string path;                ///< from the root of the file
  std::string group;               ///< the beginning of the path, up to the dataset's name and with the slash
  std::vector<std::string> cases;  ///< labels of the cases that it belongs to; {""} for a single run
};

/// The beginning of the paths of a case's datasets; empty for the label of a single run, which is empty.
std::string case_prefix(const std::string& label);

/// The only label that has some of its pieces, between dots and commas, in a row, as "hebbian.count=5,seed=2" has
/// "seed=2"; nullopt if no label has them. Throws RequestError if several labels have them.
std::optional<std::string> label_with(const std::string& part, const std::vector<std::string>& labels);

/// Finds a dataset within a case: the one with that label, or the first cell of a case with that name, or the only
/// cell whose label contains the text, or the cell at the given places of a sweep. The case may be empty if there is
/// only one, and for datasets outside of all cases. Throws RequestError, with the nearest match, if the case or the
/// dataset does not exist.
Located locate(const std::string& dataset, const std::string& case_name, const NamedTexts& at, const Source& source);

/// Throws RequestError because a case, empty for a single run, does not have a dataset; suggests those that it has.
[[noreturn]] void refuse_dataset(const std::string& dataset, const std::string& label, const Source& source);

/// "; did you mean 'a'?", or nothing if there is no near match.
std::string nearest_match(std::string_view written, const std::vector<std::string>& candidates);

/// "; did you mean 'a'?", or "; there are a, b, c" if there is no near match.
std::string suggestion(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace engram::results
