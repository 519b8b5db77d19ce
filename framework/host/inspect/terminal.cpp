#include "inspect/terminal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "panels/axis.hpp"
#include "system/print.hpp"

namespace engram::inspect {

namespace {

bool has_colours() {
  static const bool has = [] {
    const char* none = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    return ::isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0') && terminal != nullptr &&
           std::string_view(terminal) != "dumb";
  }();
  return has;
}

/// The code of ANSI that begins a look; in the order of the enumeration.
constexpr std::array<const char*, 3> codes{"\033[1m", "\033[32m", "\033[31m"};

/// The number of characters of a UTF-8 text.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](unsigned char c) { return (c & 0xc0U) != 0x80U; }));
}

bool is_number(const std::string& text) {
  char* end = nullptr;
  (void)std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

/// Dots in characters of Unicode's Braille patterns, two across and four down in each.
class Dots {
 public:
  Dots(std::size_t width, std::size_t height) : width_(width), cells_(width * height, 0) {}

  void put(std::size_t x, std::size_t y) {
    constexpr std::array<std::array<unsigned, 4>, 2> bits{{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};
    cells_[y / 4 * width_ + x / 2] |= bits.at(x % 2).at(y % 4);
  }

  [[nodiscard]] std::string row(std::size_t row) const {
    std::string text;
    for (std::size_t column = 0; column < width_; ++column) {
      const unsigned bits = cells_[row * width_ + column];
      // U+2800 + bits in UTF-8.
      text += bits == 0 ? std::string(" ")
                        : std::string{'\xe2', static_cast<char>(0xa0U | (bits >> 6U)),
                                      static_cast<char>(0x80U | (bits & 0x3fU))};
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  }

 private:
  std::size_t width_;
  std::vector<unsigned> cells_;
};

}  // namespace

void print_as(Look look, std::string_view text) {
  const char* code = has_colours() ? codes.at(static_cast<std::size_t>(look)) : "";
  std::fputs(code, stdout);
  system::print("{}", text);
  std::fputs(*code == '\0' ? "" : "\033[0m", stdout);
}

std::string table_text(const std::vector<std::vector<std::string>>& rows, std::string_view before) {
  std::vector<std::size_t> widths;
  std::vector<bool> numbers;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    numbers.resize(widths.size(), true);
    for (std::size_t column = 0; column < row.size(); ++column) {
      widths[column] = std::max(widths[column], characters(row[column]));
      const bool is_heading = &row == &rows.front();
      numbers[column] = numbers[column] && (is_heading || row[column].empty() || is_number(row[column]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(before);
    for (std::size_t column = 0; column < row.size(); ++column) {
      const std::string space(widths[column] - characters(row[column]), ' ');
      line += (column == 0 ? "" : "  ") + (numbers[column] ? space + row[column] : row[column] + space);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string small_plot(const std::vector<std::vector<double>>& lines, std::size_t width, std::size_t height,
                       std::string_view before) {
  panels::Extent extent = panels::empty_extent;
  for (const auto& line : lines) {
    extent.include(line);
  }
  if (extent.is_empty()) {
    return "";
  }
  const auto [low, high] = extent;
  Dots dots(width, height);
  const std::size_t across = 2 * width;
  const std::size_t down = 4 * height;
  const double range = high / 2 - low / 2;
  for (const auto& line : lines) {
    for (std::size_t x = 0; x < across && !line.empty(); ++x) {
      const std::size_t at = line.size() == 1 ? 0 : x * (line.size() - 1) / (across - 1);
      if (std::isfinite(line[at])) {
        const double part = range > 0 ? (line[at] / 2 - low / 2) / range : 0.5;
        dots.put(x, static_cast<std::size_t>(std::lround((1 - part) * static_cast<double>(down - 1))));
      }
    }
  }
  const std::string top = fmt::format("{:.4g}", high);
  const std::string bottom = fmt::format("{:.4g}", low);
  const std::size_t label = std::max(top.size(), bottom.size());
  std::string text;
  for (std::size_t row = 0; row < height; ++row) {
    const std::string& number = row == 0 ? top : row + 1 == height ? bottom : "";
    text += fmt::format("{}{:>{}} │{}\n", before, number, label, dots.row(row));
  }
  return text;
}

}  // namespace engram::inspect
