#include "canvas/colours.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace engram::canvas {

namespace {

/// Okabe, Ito: Color universal design (2008), ordered by contrast to white, without yellow, which is hard to see on
/// white.
constexpr std::array<Colour, 7> few{0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000};
/// Petroff: Accessible color sequences for data visualization (arXiv 2107.02270), the sequence of ten.
constexpr std::array<Colour, 10> many{0x3f90da, 0xffa90e, 0xbd1f01, 0x94a4a2, 0x832db6,
                                      0xa96b59, 0xe76300, 0xb9ac70, 0x717581, 0x92dadd};
/// Viridis (van der Walt, Smith 2015) without its last fifth, which is too light on white.
constexpr std::array<Colour, 9> viridis{0x440154, 0x472777, 0x3e4989, 0x31688e, 0x26828e,
                                        0x1f9d8a, 0x35b779, 0x6dcd59, 0x9bd93c};

}  // namespace

std::size_t distinct_colours() {
  return many.size();
}

Colour colour_at(std::span<const Colour> gradient, double place) {
  const double at = std::clamp(place, 0.0, 1.0) * static_cast<double>(gradient.size() - 1);
  const std::size_t lower = std::min(static_cast<std::size_t>(at), gradient.size() - 2);
  const double part = at - static_cast<double>(lower);
  Colour mixed = 0;
  for (const unsigned shift : {16U, 8U, 0U}) {
    const auto channel = [&](Colour colour) { return static_cast<double>((colour >> shift) & 0xffU); };
    const double value = channel(gradient[lower]) * (1 - part) + channel(gradient[lower + 1]) * part;
    mixed |= static_cast<Colour>(std::lround(value)) << shift;
  }
  return mixed;
}

std::vector<Colour> colours(std::size_t count) {
  if (count <= few.size()) {
    return {few.begin(), few.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  if (count <= many.size()) {
    return {many.begin(), many.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  std::vector<Colour> result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(colour_at(viridis, static_cast<double>(i) / static_cast<double>(count - 1)));
  }
  return result;
}

}  // namespace engram::canvas
