// Finds what a panel speaks of among the stored results.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figures/figure.hpp"
#include "figures/source.hpp"

namespace engram::figures {

/// A stored dataset and what surrounds it.
struct Located {
  std::string path;                ///< from the root of the file
  std::string group;               ///< the path's beginning, up to the dataset's name and with the slash
  std::vector<std::string> cases;  ///< labels of the cases that it speaks of; {""} for a single run
};

/// What the paths of a case's datasets begin with.
std::string case_prefix(const std::string& label);

/// The dataset of a panel. Throws RequestError where the case or the dataset is not there, with the nearest match.
Located locate(const Panel& panel, const Source& source);

/// The dataset `name` of a group, if there is one.
std::optional<Dataset> find_in_group(const std::string& group, const std::string& name, const Source& source);

/// "; did you mean 'a'?", or nothing where nothing is near.
std::string nearest_match(std::string_view written, const std::vector<std::string>& candidates);

/// "; did you mean 'a'?", or "; there are a, b, c" where nothing is near.
std::string suggestion(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace engram::figures
