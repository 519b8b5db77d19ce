// Axes and lines over the rows of the summary.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "panels/figure.hpp"
#include "panels/mixing.hpp"
#include "results/summary.hpp"

namespace engram::panels {

/// The different entries of a column in the order of an axis, and the place of each row in it.
struct Ranked {
  std::vector<std::string> words;
  std::vector<double> numbers;  ///< empty if the entries are words
  std::vector<std::size_t> places;
};

/// Numbers are sorted; words are ordered by their first appearance among `rows`.
Ranked ranked(const results::Column& column, const Mixing& mixing, const std::vector<std::size_t>& rows);

/// The lines of a panel: a number for each row, and the words of each line.
struct Lines {
  std::string name;                ///< what distinguishes the lines
  std::vector<std::string> words;  ///< empty if there is one line
  std::vector<std::size_t> of_row;
};

/// The line of each of `rows`: from the column that the panel's `lines` names, split if a point, which is a line at
/// one of `places`, would mix settings.
Lines lines_over(const Panel& panel, const results::Summary& summary, const Mixing& mixing,
                 const std::vector<std::size_t>& rows, const std::vector<std::size_t>& places);

/// Numbers of `rows` by line, by row at one place, and by place, of which there are `length`; NaN if there is no row.
/// Also returns the largest number of rows at one place.
std::pair<std::vector<double>, std::size_t> table_of(const std::vector<double>& numbers, const Lines& lines,
                                                     const std::vector<std::size_t>& rows,
                                                     const std::vector<std::size_t>& places, std::size_t length);

}  // namespace engram::panels
