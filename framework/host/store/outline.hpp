// Reads the names, dimensions and attributes of a stored dataset, without its values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <engram/recorder.hpp>

#include "store/stacks.hpp"

namespace engram::store {

/// The names of a dataset's dimensions, from its references to their scales. Throws h5::Error if they are damaged.
std::vector<std::string> names_of_scales(hid_t dataset, std::size_t rank);

/// Everything but the values: of the whole dataset, or of one cell if it is in a stack.
Dataset read_outline(hid_t dataset, const Location& location);

/// Whether a dataset holds the texts of a stack's cells as characters.
bool is_text_of_cell(const Location& location);

}  // namespace engram::store
