// The sentence that describes the lines of a panel.
#pragma once

#include <cstddef>
#include <string>

#include <engram/recorder.hpp>

#include "panels/figure.hpp"
#include "panels/panel_rows.hpp"

namespace engram::panels {

/// The quantities at the axes, as text.
struct ShownAxes {
  std::string quantity;  ///< "distance"
  std::string along;     ///< "time"
};

/// The quantities at the axes of a panel: by the panel's labels, or by the names of the datasets.
ShownAxes shown_by(const Panel& panel, const Dataset& dataset, const Along& along);

/// The quantity of a dataset in a sentence: the label for it, or its name in plain words.
std::string shown_quantity(const Panel& panel, const Dataset& dataset);

/// "Distance over time, one line for each of 10 trials, measured against its own target, coloured by target." The
/// colours distinguish `colour`, which is empty if there is only one colour.
std::string sentence_of(const Panel& panel, const Rows& rows, const ShownAxes& shown, const std::string& colour,
                        bool points);

/// "Histogram of the final distance for each of 2 cases, measured against its own target."
std::string histogram_sentence(const Rows& rows, const ShownAxes& shown, std::size_t groups,
                               const std::string& colour);

}  // namespace engram::panels
