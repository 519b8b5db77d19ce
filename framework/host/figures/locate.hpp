// Finds the stored dataset that a panel names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figures/figure.hpp"
#include "figures/source.hpp"

namespace engram::figures {

/// A stored dataset and its surroundings.
struct Located {
  std::string path;                ///< from the root of the file
  std::string group;               ///< the beginning of the path, up to the dataset's name and with the slash
  std::vector<std::string> cases;  ///< labels of the cases that it belongs to; {""} for a single run
};

/// The beginning of the paths of a case's datasets.
std::string case_prefix(const std::string& label);

/// The dataset of a panel. Throws RequestError, with the nearest match, if the case or the dataset does not exist.
Located locate(const Panel& panel, const Source& source);

/// The dataset `name` of a group, if there is one.
std::optional<Dataset> find_in_group(const std::string& group, const std::string& name, const Source& source);

/// "; did you mean 'a'?", or nothing if there is no near match.
std::string nearest_match(std::string_view written, const std::vector<std::string>& candidates);

/// "; did you mean 'a'?", or "; there are a, b, c" if there is no near match.
std::string suggestion(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace engram::figures
