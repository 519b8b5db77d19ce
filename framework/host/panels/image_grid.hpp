// The rows of datasets as images on a grid.
#pragma once

#include "panels/curves.hpp"
#include "panels/figure.hpp"
#include "results/source.hpp"

namespace engram::panels {

/// Throws RequestError unless the dataset has two dimensions and at least one entry.
void check_matrix(const Dataset& dataset);

/// Each row of a dataset as an image, in rows of images. Throws RequestError if the panel has the shape of other
/// images.
Heat images_of(const Panel& panel, const Dataset& dataset);

/// The images of a dataset and of those in `beside`, a column for each dataset. Each column has grey values of its
/// own, from 0 to 1. Throws RequestError if a dataset is missing or has another shape.
Heat images_beside(const Panel& panel, const Dataset& first, const results::Source& source);

}  // namespace engram::panels
