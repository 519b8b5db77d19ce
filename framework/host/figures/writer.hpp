// Writes gnuplot commands: texts, legends and axes at their places on the page.
#pragma once

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "figures/layout.hpp"

namespace engram::figures {

/// Any sans-serif font.
constexpr const char* font = "sans-serif";
constexpr const char* ink = "#222222";

enum class Align { left, centre, right };

struct Text {
  double x;  ///< points from the left of the page
  double y;  ///< points from its top, of the middle of the line
  std::string text;
  double size;
  bool bold = false;
  Align align = Align::left;
  bool upright = false;
};

class Writer {
 public:
  /// Appends to `out`; `out` and `page` must outlive the writer.
  Writer(std::string& out, const Page& page) : out_(out), page_(page) {}

  void put(const Text& text);
  /// Writes lines of text below each other, starting at `top`, in the given style.
  void put_lines(const std::vector<std::string>& lines, double top, Text style);
  void put_legend(const Legend& legend, const std::vector<std::string>& palette);
  void put_axes(const PanelLayout& panel);

  /// One line of the script.
  template <class... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    out_ += '\n';
  }

 private:
  [[nodiscard]] std::string place(double x, double y) const;
  void put_scale(const Legend& legend, const std::vector<std::string>& palette, double y);
  void put_axis(char name, const Axis& axis);

  std::string& out_;
  const Page& page_;
};

}  // namespace engram::figures
