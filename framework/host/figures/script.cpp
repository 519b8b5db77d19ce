#include "figures/script.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "figures/colours.hpp"
#include "figures/settings.hpp"
#include "figures/text.hpp"
#include "figures/writer.hpp"

namespace engram::figures {

namespace {

constexpr const char* frame = "#666666";
constexpr const char* grid = "#e4e4e4";
/// With more lines than this in a panel, all lines are thinner.
constexpr std::size_t crowded = 20;

std::string block_name(std::size_t panel, std::size_t curve) {
  return fmt::format("$panel_{}_{}", panel_letter(panel), curve);
}

bool is_whole(const Curve& curve, std::size_t i) {
  return std::isfinite(curve.x[i]) && std::isfinite(curve.y[i]);
}

/// Writes the numbers of a curve with all their digits; an empty line is a gap. A band below the range of a
/// logarithmic axis ends at `floor`.
void write_block(std::string& out, const std::string& name, const Curve& curve, double floor) {
  out += name + " << EOD\n";
  bool gap = true;
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    const bool whole = is_whole(curve, i);
    if (whole) {
      fmt::format_to(std::back_inserter(out), "{} {}", curve.x[i], curve.y[i]);
      if (!curve.low.empty()) {
        fmt::format_to(std::back_inserter(out), " {} {}", std::isfinite(curve.low[i]) ? curve.low[i] : floor,
                       curve.high[i]);
      }
      out += '\n';
    } else if (!gap) {
      out += '\n';
    }
    gap = !whole;
  }
  out += "EOD\n";
}

/// The points of a curve without a neighbour, of which neither a line nor a band has any extent.
Curve lone_points(const Curve& curve) {
  Curve lone;
  lone.group = curve.group;
  const std::size_t count = curve.x.size();
  for (std::size_t i = 0; i < count; ++i) {
    const bool beside = (i > 0 && is_whole(curve, i - 1)) || (i + 1 < count && is_whole(curve, i + 1));
    if (!is_whole(curve, i) || beside) {
      continue;
    }
    lone.x.push_back(curve.x[i]);
    lone.y.push_back(curve.y[i]);
    if (!curve.low.empty()) {
      lone.low.push_back(curve.low[i]);
      lone.high.push_back(curve.high[i]);
    }
  }
  return lone;
}

std::string lone_block_name(std::size_t panel, std::size_t curve) {
  return block_name(panel, curve) + "_lone";
}

bool is_drawn(const Curve& curve) {
  for (std::size_t i = 0; i < curve.x.size(); ++i) {
    if (is_whole(curve, i)) {
      return true;
    }
  }
  return false;
}

/// gnuplot draws no image of fewer than two rows and two columns, so a single one is written as two halves.
std::size_t halves(std::size_t count) {
  return count == 1 ? 2 : 1;
}

/// The coordinate of the middle of a cell, or of a half of it.
std::string cell_place(int column, std::size_t count) {
  return halves(count) == 1 ? fmt::format("{}", column) : fmt::format("(${}/2-0.25)", column);
}

/// A missing cell is left out, and so has the colour of the page, white, like the background of images.
void write_cells(std::string& out, const std::string& name, const Heat& heat) {
  const std::string missing = heat.images ? fmt::format("{}", heat.high) : "NaN";
  out += name + " << EOD\n";
  for (std::size_t row = 0; row < heat.rows * halves(heat.rows); ++row) {
    for (std::size_t column = 0; column < heat.columns * halves(heat.columns); ++column) {
      const double value = heat.values[row / halves(heat.rows) * heat.columns + column / halves(heat.columns)];
      fmt::format_to(std::back_inserter(out), "{} ", std::isfinite(value) ? fmt::format("{}", value) : missing);
    }
    out += '\n';
  }
  out += "EOD\n";
}

/// In SVG and PDF all cells become one embedded picture, since a polygon for each cell makes files of many megabytes.
/// Only separately drawn cells can be left out, so a panel with missing cells uses polygons there too.
std::string heat_command(Writer& writer, std::size_t panel, const Heat& heat, Format format) {
  writer.line("set palette defined ({})",
              heat.images      ? "0 'black', 1 'white'"
              : heat.diverging ? "0 '#2166ac', 0.25 '#67a9cf', 0.5 '#f7f7f7', 0.75 '#ef8a62', 1 '#b2182b'"
                               : "0 '#440154', 0.25 '#3b528b', 0.5 '#21918c', 0.75 '#5ec962', 1 '#fde725'");
  writer.line("set cbrange [{}:{}]", heat.low, heat.high);
  writer.line("unset colorbox");
  const auto is_number = [](double value) { return std::isfinite(value); };
  const bool embedded = format != Format::png && (heat.images || std::ranges::all_of(heat.values, is_number));
  return fmt::format("plot {} matrix using {}:{}:3 with image{}", block_name(panel, 0), cell_place(1, heat.columns),
                     cell_place(2, heat.rows), embedded ? "" : " pixels");
}

void put_marks(Writer& writer, const PanelLayout& panel, const Curves& curves) {
  const auto within = [](double place, const Axis& axis) { return place >= axis.from && place <= axis.to; };
  constexpr const char* style = "nohead back linewidth 0.8 dashtype (6,4) linecolor rgb '#888888'";
  for (const double x : curves.mark_x) {
    if (!within(x, panel.x)) {
      continue;
    }
    writer.line("set arrow from first {},graph 0 to first {},graph 1 {}", x, x, style);
  }
  for (const double y : curves.mark_y) {
    if (!within(y, panel.y)) {
      continue;
    }
    writer.line("set arrow from graph 0,first {} to graph 1,first {} {}", y, y, style);
  }
}

/// The points of a curve that have no neighbour, with bars for their bands; empty if there are none.
std::string lone_command(const std::string& block, const Curve& curve, const std::string& colour) {
  const Curve lone = lone_points(curve);
  if (lone.x.empty()) {
    return "";
  }
  return fmt::format("{} {} pointtype 7 pointsize 0.3 linecolor rgb '{}'", block,
                     lone.low.empty() ? "using 1:2 with points" : "using 1:2:3:4 with yerrorbars", colour);
}

std::string plot_command(std::size_t panel, const Curves& curves, const std::vector<std::string>& palette) {
  std::vector<std::string> bands;
  std::vector<std::string> lines;
  const double width = curves.curves.size() > crowded ? 0.7 : 1.2;
  for (std::size_t i = 0; i < curves.curves.size(); ++i) {
    const Curve& curve = curves.curves[i];
    if (!is_drawn(curve)) {
      continue;
    }
    const std::string& colour = palette[curve.group];
    const std::string block = block_name(panel, i);
    const std::string strength = curve.faint ? "#a0" : "#";
    if (!curve.low.empty()) {
      bands.push_back(
          fmt::format("{} using 1:3:4 with filledcurves fillcolor rgb '{}' fillstyle transparent solid 0.15 "
                      "noborder",
                      block, colour));
    }
    if (curves.points) {
      lines.push_back(
          fmt::format("{} using 1:2 with points pointtype 7 pointsize 0.3 linecolor rgb '{}'", block, colour));
    } else {
      lines.push_back(fmt::format("{} using 1:2 with lines linewidth {} linecolor rgb '{}{}'", block,
                                  curve.faint ? 0.5 : width, strength, colour.substr(1)));
    }
    if (!curves.points || !curve.low.empty()) {
      lines.push_back(lone_command(lone_block_name(panel, i), curve, strength + colour.substr(1)));
    }
  }
  std::erase(lines, "");
  bands.insert(bands.end(), lines.begin(), lines.end());
  if (bands.empty()) {
    return "plot NaN";
  }
  std::string command = "plot \\\n";
  for (std::size_t i = 0; i < bands.size(); ++i) {
    command += "  " + bands[i] + (i + 1 < bands.size() ? ", \\\n" : "");
  }
  return command;
}

void write_panel(Writer& writer, const PanelLayout& panel, std::size_t index, const Curves& curves,
                 const std::vector<std::string>& palette, Format format) {
  writer.put_axes(panel);
  if (!panel.letter.empty()) {
    writer.put_lines({panel.letter}, panel.title_top, {panel.left, 0, "", type::panel_title, true});
  }
  writer.put_lines(panel.title, panel.title_top, {panel.title_left, 0, "", type::panel_title});
  writer.put_lines(panel.x_label, panel.x_label_top,
                   {(panel.axes.left + panel.axes.right) / 2, 0, "", type::axis_label, false, Align::centre});
  double x = panel.left + type::axis_label * type::leading / 2;
  for (const std::string& text : panel.y_label) {
    writer.put({x, (panel.axes.top + panel.axes.bottom) / 2, text, type::axis_label, false, Align::centre, true});
    x += type::axis_label * type::leading;
  }
  writer.put_legend(panel.legend, palette);
  put_marks(writer, panel, curves);
  const std::string command =
      curves.heat ? heat_command(writer, index, *curves.heat, format) : plot_command(index, curves, palette);
  if (command == "plot NaN") {
    writer.put({(panel.axes.left + panel.axes.right) / 2, (panel.axes.top + panel.axes.bottom) / 2,
                "no finite numbers", type::axis_label, false, Align::centre});
  }
  writer.line("{}", command);
}

/// Sizes of type, widths of lines and sizes of points are in points; an inch has 72. The unit of terminals differs:
/// the type of the cairo terminals counts 96 to the inch, the lines of pdfcairo are half as wide.
std::string terminal(Format format, const Page& page, const std::string& mark) {
  const auto common = [](double type_scale, double line_scale) {
    return fmt::format("font '{},9' fontscale {:g} linewidth {:g} background rgb '#ffffff'", font, type_scale,
                       line_scale);
  };
  const auto dots = [&](double dots_per_inch) {
    return fmt::format("{:.0f},{:.0f}", std::ceil(page.width * dots_per_inch / 72),
                       std::ceil(page.height * dots_per_inch / 72));
  };
  switch (format) {
    case Format::png:
      return fmt::format("pngcairo enhanced size {} pointscale {:g} {}", dots(300), 300.0 / 72,
                         common(300.0 / 96, 300.0 / 72));
    case Format::svg:
      return fmt::format("svg enhanced size {} name '{}' {}", dots(96), mark, common(96.0 / 72, 96.0 / 72));
    case Format::pdf:
      return fmt::format("pdfcairo enhanced size {:.6f}in,{:.6f}in {}", page.width / 72, page.height / 72,
                         common(72.0 / 96, 2));
  }
  return "";
}

/// A file name may contain any character; a line break would end a comment or a command.
std::string on_one_line(std::string name) {
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::iscntrl(c) != 0; }, '_');
  return name;
}

/// The name of a picture for gnuplot, which would run the text after a '|' at the beginning.
std::string output_name(const std::string& stem, Format format) {
  return fmt::format("{}{}.{}", stem.starts_with('|') ? "./" : "", on_one_line(stem), format_name(format));
}

/// Writes the page for one terminal.
void write_page(Writer& writer, const Page& page, const std::vector<Curves>& curves, Format format) {
  writer.line("set multiplot");
  writer.put_lines(page.title, page.margin, {page.margin, 0, "", type::title, true});
  writer.put_lines(page.caption, page.caption_top, {page.margin, 0, "", type::caption});
  // If one legend serves all panels, they have the same groups.
  writer.put_legend(page.legend, colours(curves.front().groups.size()));
  for (std::size_t i = 0; i < curves.size(); ++i) {
    write_panel(writer, page.panels[i], i, curves[i], colours(curves[i].groups.size()), format);
    // Texts of the page are drawn with the first panel, and must not be drawn again.
    writer.line("unset label\nunset arrow\nunset object");
  }
  writer.line("unset multiplot");
}

}  // namespace

std::string write_script(const Page& page, const std::vector<Curves>& curves, const std::string& stem,
                         const std::vector<Format>& formats, const std::string& mark) {
  std::string script =
      fmt::format("# Draws {0}; run it with: gnuplot -d {0}.gp\n# {1}\nset encoding utf8\n", on_one_line(stem), mark);
  for (std::size_t panel = 0; panel < curves.size(); ++panel) {
    if (curves[panel].heat) {
      write_cells(script, block_name(panel, 0), *curves[panel].heat);
      continue;
    }
    for (std::size_t i = 0; i < curves[panel].curves.size(); ++i) {
      write_block(script, block_name(panel, i), curves[panel].curves[i], page.panels[panel].y.from);
      if (const Curve lone = lone_points(curves[panel].curves[i]); !lone.x.empty()) {
        write_block(script, lone_block_name(panel, i), lone, page.panels[panel].y.from);
      }
    }
  }
  Writer writer(script, page);
  writer.line("set border 3 linewidth 0.6 linecolor rgb '{}'", frame);
  writer.line("set tics nomirror out scale 0.5,0.3");
  writer.line("set grid xtics ytics linetype 1 linewidth 0.5 linecolor rgb '{}'", grid);
  writer.line("unset key");
  for (const Format format : formats) {
    writer.line("set terminal {}", terminal(format, page, mark));
    writer.line("set output {}", quoted_text(output_name(stem, format)));
    write_page(writer, page, curves, format);
    writer.line("unset output");
  }
  return script;
}

}  // namespace engram::figures
