#include "figures/writer.hpp"

#include "figures/text.hpp"

namespace engram::figures {

void Writer::put(const Text& text) {
  constexpr const char* words[] = {"left", "center", "right"};
  line("set label {} at screen {} {}{} font '{},{:g}' textcolor rgb '{}'{}",
       text.bold ? quoted_bold(text.text) : quoted_text(text.text), place(text.x, text.y),
       words[static_cast<int>(text.align)], text.upright ? " rotate by 90" : "", font, text.size, ink,
       text.bold ? "" : " noenhanced");
}

void Writer::put_lines(const std::vector<std::string>& lines, double top, Text style) {
  for (const std::string& text : lines) {
    style.text = text;
    style.y = top + style.size * type::leading / 2;
    put(style);
    top += style.size * type::leading;
  }
}

void Writer::put_legend(const Legend& legend, const std::vector<std::string>& palette) {
  if (legend.rows == 0) {
    return;
  }
  const double row = type::legend * type::leading;
  const double first = legend.top + row / 2;
  put({legend.left, first, legend.heading, type::legend});
  if (legend.as_scale) {
    put_scale(legend, palette, first);
    return;
  }
  for (const LegendEntry& entry : legend.entries) {
    const double x = legend.left + entry.left;
    const double y = first + entry.row * row;
    if (entry.continues) {
      put({x + legend_sample + legend_gap, y, entry.word, type::legend});
      continue;
    }
    if (legend.points) {
      line("set label '' at screen {} point pointtype 7 pointsize 0.5 linecolor rgb '{}'",
           place(x + legend_sample / 2, y), palette[entry.group]);
    } else {
      line("set arrow from screen {} to screen {} nohead linewidth 1.8 linecolor rgb '{}'", place(x, y),
           place(x + legend_sample, y), palette[entry.group]);
    }
    put({x + legend_sample + legend_gap, y, entry.word, type::legend});
  }
}

void Writer::put_axes(const PanelLayout& panel) {
  line("set lmargin at screen {:.6f}", panel.axes.left / page_.width);
  line("set rmargin at screen {:.6f}", panel.axes.right / page_.width);
  line("set tmargin at screen {:.6f}", 1 - panel.axes.top / page_.height);
  line("set bmargin at screen {:.6f}", 1 - panel.axes.bottom / page_.height);
  put_axis('x', panel.x);
  put_axis('y', panel.y);
}

std::string Writer::place(double x, double y) const {
  return fmt::format("{:.6f},{:.6f}", x / page_.width, 1 - y / page_.height);
}

void Writer::put_scale(const Legend& legend, const std::vector<std::string>& palette, double y) {
  const LegendEntry& first = legend.entries.front();
  const LegendEntry& last = legend.entries.back();
  put({legend.left + first.left, y, first.word, type::legend});
  const double left = legend.left + last.left;
  const double step = legend.scale / static_cast<double>(palette.size());
  for (std::size_t i = 0; i < palette.size(); ++i) {
    const double from = left + static_cast<double>(i) * step;
    // Each step overlaps the next, so that no seam is visible.
    line("set object rectangle from screen {} to screen {} fillcolor rgb '{}' fillstyle solid noborder",
         place(from, y - 3), place(i + 1 < palette.size() ? from + 1.5 * step : from + step, y + 3), palette[i]);
  }
  put({left + legend.scale + legend_gap, y, last.word, type::legend});
}

void Writer::put_axis(char name, const Axis& axis) {
  line("set {}range [{}:{}]", name, axis.from, axis.to);
  line("{} logscale {}", axis.scale == Scale::log ? "set" : "unset", name);
  std::string ticks;
  for (const Tick& tick : axis.ticks) {
    // gnuplot reads the label of a tick as a format, in which % is special.
    std::string label;
    for (const char c : tick.label) {
      label += c == '%' ? "%%" : std::string(1, c);
    }
    ticks += fmt::format("{}{} {}{}", ticks.empty() ? "" : ", ", quoted_text(label), tick.at, tick.minor ? " 1" : "");
  }
  if (axis.ticks.empty()) {
    // With an empty list of marks gnuplot would choose its own.
    line("unset {}tics", name);
    return;
  }
  line("set {}tics ({}) {}enhanced {} font '{},{:g}' textcolor rgb '{}'", name, ticks, axis.words ? "no" : "",
       axis.slanted ? "rotate by 45 right" : "norotate autojustify", font, type::tick, ink);
}

}  // namespace engram::figures
