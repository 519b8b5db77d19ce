// Colours that people with any kind of colour vision can distinguish.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace engram::canvas {

/// 0xRRGGBB
using Colour = std::uint32_t;

/// The number of distinguishable colours; a larger number of things is coloured by a scale.
std::size_t distinct_colours();

/// A colour for each of `count` things: distinct colours, or steps of a scale from dark to light if there are too
/// many.
std::vector<Colour> colours(std::size_t count);

/// The colour at a place from 0 to 1 of a gradient through colours at equal distances.
Colour colour_at(std::span<const Colour> gradient, double place);

}  // namespace engram::canvas
