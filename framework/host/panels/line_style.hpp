// How the lines of a group are drawn.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <engram/value.hpp>

#include "canvas/colours.hpp"

namespace engram::panels {

enum class Dash { solid, dashed, dotted };

struct LineStyle {
  Dash dash = Dash::solid;
  double width = 1;  ///< relative to that of other lines
  std::optional<canvas::Colour> colour = {};

  bool operator==(const LineStyle&) const = default;
};

/// The style in words such as "dashed black" or "thick #d62728". Throws RequestError, with the nearest match, for a
/// word that is not one of a style.
LineStyle parse_line_style(const std::string& words);

/// The style of each group by its word in the legend. Throws RequestError, with the nearest match, if `styles` names
/// a group that does not exist.
std::vector<LineStyle> styles_of(const std::vector<std::string>& groups, const NamedTexts& styles);

}  // namespace engram::panels
