#include "figures/colours.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace engram::figures {

namespace {

/// Okabe, Ito: Color universal design (2008), ordered by contrast to white, without yellow, which is hard to see on
/// white.
constexpr std::array<const char*, 7> few{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"};
/// Petroff: Accessible color sequences for data visualization (arXiv 2107.02270), the sequence of ten.
constexpr std::array<const char*, 10> many{"#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
                                           "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd"};
/// Anchors of viridis (van der Walt, Smith 2015), in equal steps, without its last fifth, which is too light on
/// white.
constexpr std::array<std::array<double, 3>, 9> viridis{{{68, 1, 84},
                                                        {71, 39, 119},
                                                        {62, 73, 137},
                                                        {49, 104, 142},
                                                        {38, 130, 142},
                                                        {31, 157, 138},
                                                        {53, 183, 121},
                                                        {109, 205, 89},
                                                        {155, 217, 60}}};

std::string on_scale(double place) {
  const double at = place * static_cast<double>(viridis.size() - 1);
  const std::size_t lower = std::min(static_cast<std::size_t>(at), viridis.size() - 2);
  const double part = at - static_cast<double>(lower);
  std::array<int, 3> mixed{};
  for (std::size_t channel = 0; channel < mixed.size(); ++channel) {
    mixed[channel] =
        static_cast<int>(std::lround(viridis[lower][channel] * (1 - part) + viridis[lower + 1][channel] * part));
  }
  return fmt::format("#{:02x}{:02x}{:02x}", mixed[0], mixed[1], mixed[2]);
}

}  // namespace

std::size_t distinct_colours() {
  return many.size();
}

std::vector<std::string> colours(std::size_t count) {
  if (count <= few.size()) {
    return {few.begin(), few.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  if (count <= many.size()) {
    return {many.begin(), many.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  std::vector<std::string> result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(on_scale(static_cast<double>(i) / static_cast<double>(count - 1)));
  }
  return result;
}

}  // namespace engram::figures
