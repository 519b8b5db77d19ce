#include "panels/line_style.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "results/named_dataset.hpp"

namespace engram::panels {

namespace {

constexpr double thin = 0.5;
constexpr double thick = 2;

/// Colours that lines of a journal's figures have besides those of the palette.
const std::map<std::string, canvas::Colour>& named_colours() {
  static const std::map<std::string, canvas::Colour> colours{
      {"black", 0x000000}, {"grey", 0x888888}, {"red", 0xd62728},   {"orange", 0xd55e00},
      {"green", 0x009e73}, {"blue", 0x0072b2}, {"purple", 0x7e2f8e}};
  return colours;
}

/// The colour of "#d62728".
std::optional<canvas::Colour> colour_of(std::string_view word) {
  constexpr std::size_t digits = 6;
  canvas::Colour colour = 0;
  if (word.size() != digits + 1 || word.front() != '#') {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(word.data() + 1, word.data() + word.size(), colour, 16);
  return error == std::errc{} && end == word.data() + word.size() ? std::optional{colour} : std::nullopt;
}

std::vector<std::string> style_words() {
  std::vector<std::string> words{"solid", "dashed", "dotted", "thin", "thick"};
  for (const auto& [name, colour] : named_colours()) {
    words.push_back(name);
  }
  words.emplace_back("#RRGGBB");
  return words;
}

}  // namespace

LineStyle parse_line_style(const std::string& words) {
  LineStyle style;
  std::istringstream all(words);
  for (std::string word; all >> word;) {
    if (word == "solid" || word == "dashed" || word == "dotted") {
      style.dash = word == "solid" ? Dash::solid : word == "dashed" ? Dash::dashed : Dash::dotted;
    } else if (word == "thin" || word == "thick") {
      style.width = word == "thin" ? thin : thick;
    } else if (const auto named = named_colours().find(word); named != named_colours().end()) {
      style.colour = named->second;
    } else if (const auto colour = colour_of(word)) {
      style.colour = colour;
    } else {
      throw RequestError(
          fmt::format("line_styles: '{}' is not a style of lines{}", word, results::suggestion(word, style_words())));
    }
  }
  return style;
}

std::vector<LineStyle> styles_of(const std::vector<std::string>& groups, const NamedTexts& styles) {
  std::vector<LineStyle> all(groups.size());
  for (const auto& [word, style] : styles) {
    const auto found = std::ranges::find(groups, word);
    if (found == groups.end()) {
      throw RequestError(fmt::format("line_styles: no line is called '{}' in the legend{}", word,
                                     results::suggestion(word, groups)));
    }
    all[static_cast<std::size_t>(found - groups.begin())] = parse_line_style(style);
  }
  return all;
}

}  // namespace engram::panels
