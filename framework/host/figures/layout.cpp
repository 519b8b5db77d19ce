#include "figures/layout.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "figures/legend.hpp"
#include "figures/settings.hpp"
#include "figures/text.hpp"

namespace engram::figures {

namespace {

constexpr double points_per_cm = 72 / 2.54;
constexpr double page_margin = 6;
constexpr double gap = 4;        ///< between things that belong together
constexpr double large_gap = 9;  ///< between those that do not
/// Right of the axes, where half of the last number stands.
constexpr double right_space = 12;
/// Below the axes, with the distance that gnuplot keeps between a tick and its number.
constexpr double tick_space = tick_length + 3 + type::tick * type::leading;

/// A label that was not wished for is short where its long form takes more lines than this.
std::vector<std::string> label_lines(const std::string& wished, const std::string& full, const std::string& brief,
                                     double width, std::size_t most_lines) {
  if (!wished.empty()) {
    return wrap(wished, width, type::axis_label);
  }
  std::vector<std::string> lines = wrap(full, width, type::axis_label);
  return lines.empty() || lines.size() > most_lines ? wrap(brief, width, type::axis_label) : lines;
}

double height_of(std::size_t lines, double size) {
  return static_cast<double>(lines) * size * type::leading;
}

double letter_width(const std::string& letter) {
  return text_width(letter, type::panel_title) * type::bold + gap;
}

/// An axis whose places have words instead of numbers; as many words as have room are shown.
Axis word_axis(const std::vector<std::string>& words, double width) {
  Axis axis{Scale::linear, -0.5, static_cast<double>(words.size()) - 0.5, {}};
  double widest = 1;
  for (const std::string& word : words) {
    widest = std::max(widest, text_width(word, type::tick) + gap);
  }
  const auto room = std::max<std::size_t>(1, static_cast<std::size_t>(width / widest));
  const std::size_t stride = (words.size() + room - 1) / room;
  for (std::size_t i = 0; i < words.size(); ++i) {
    axis.ticks.push_back({static_cast<double>(i), i % stride == 0 ? words[i] : "", i % stride != 0});
  }
  return axis;
}

void make_axes(PanelLayout& layout, const Panel& panel, const Curves& curves, double width) {
  if (curves.x_words.empty()) {
    layout.x = make_axis(curves.x_extent(), {panel.x_scale, panel.x_min, panel.x_max, !curves.points});
  } else {
    layout.x = word_axis(curves.x_words, width);
  }
  layout.y = make_axis(curves.y_extent(layout.x.from, layout.x.to), {panel.y_scale, panel.y_min, panel.y_max, false});
}

/// Puts one legend below all panels where every panel would have the same, and each below its panel otherwise.
void make_legends(Page& page, const Figure& figure, const std::vector<Curves>& curves, double page_room,
                  double panel_room) {
  std::vector<Legend> legends;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    legends.push_back(figure.panels[i].legend ? make_legend(curves[i], page_room) : Legend{});
  }
  if (std::ranges::all_of(legends, [&](const Legend& legend) { return same_legend(legend, legends.front()); })) {
    page.legend = legends.front();
    return;
  }
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (figure.panels[i].legend) {
      page.panels[i].legend = make_legend(curves[i], panel_room);
    }
  }
}

double legend_height(const Legend& legend) {
  return legend.rows == 0 ? 0 : gap + height_of(legend.rows, type::legend);
}

}  // namespace

Page lay_out(const Figure& figure, const std::vector<Curves>& curves, const Texts& texts) {
  const std::size_t count = curves.size();
  const std::size_t columns = std::min(count, static_cast<std::size_t>(figure.columns));
  const double panel_width = figure.panel_width * points_per_cm;
  const double panel_height = figure.panel_height * points_per_cm;
  Page page;
  page.margin = page_margin;
  page.width = 2 * page_margin + static_cast<double>(columns) * panel_width;
  const double text_width_of_page = page.width - 2 * page_margin;
  page.title = wrap(texts.title, text_width_of_page / type::bold, type::title);
  page.panels.resize(count);

  std::size_t title_lines = 0;
  for (std::size_t i = 0; i < count; ++i) {
    PanelLayout& panel = page.panels[i];
    panel.letter = count > 1 ? fmt::format("({})", panel_letter(i)) : "";
    panel.title =
        wrap(texts.panel_titles[i], panel_width - letter_width(panel.letter) - right_space, type::panel_title);
    title_lines = std::max({title_lines, panel.title.size(), std::size_t{panel.letter.empty() ? 0U : 1U}});
  }

  // Labels of the y axes decide how far in the axes begin; those of the x axes, how far up they end. A first guess
  // of the latter, two lines, serves to break the former.
  const double title_height = height_of(title_lines, type::panel_title) + gap;
  double left_space = 0;
  for (std::size_t i = 0; i < count; ++i) {
    PanelLayout& panel = page.panels[i];
    const Panel& wishes = figure.panels[i];
    make_axes(panel, wishes, curves[i], panel_width);
    const double height = panel_height - title_height - tick_space - gap - height_of(1, type::axis_label);
    panel.y_label = label_lines(wishes.y_label, curves[i].y_label, curves[i].y_name, height, 2);
    left_space = std::max(left_space, widest_label(panel.y, type::tick) + tick_length + 2 * gap +
                                          height_of(panel.y_label.size(), type::axis_label));
  }
  const double axes_width = panel_width - left_space - right_space;
  std::size_t x_lines = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Panel& wishes = figure.panels[i];
    page.panels[i].x_label = label_lines(wishes.x_label, curves[i].x_label, curves[i].x_name, axes_width, 1);
    x_lines = std::max(x_lines, page.panels[i].x_label.size());
    if (!curves[i].x_words.empty()) {
      page.panels[i].x = word_axis(curves[i].x_words, axes_width);
    }
  }
  const double below_axes = tick_space + height_of(x_lines, type::axis_label);

  make_legends(page, figure, curves, page.width - 2 * page_margin - left_space, axes_width + right_space);
  double top = page_margin + (page.title.empty() ? 0 : height_of(page.title.size(), type::title) + gap);
  for (std::size_t first = 0; first < count; first += columns) {
    double row_legend = 0;
    for (std::size_t i = first; i < std::min(first + columns, count); ++i) {
      PanelLayout& panel = page.panels[i];
      panel.left = page_margin + static_cast<double>(i - first) * panel_width;
      panel.axes = {panel.left + left_space, top + title_height, panel.left + left_space + axes_width,
                    top + panel_height - below_axes};
      // Titles stand on the axes: where one has fewer lines than its neighbours, the room is above it.
      const std::size_t lines = std::max(panel.title.size(), std::size_t{panel.letter.empty() ? 0U : 1U});
      panel.title_top = panel.axes.top - gap - height_of(lines, type::panel_title);
      panel.title_left = panel.letter.empty() ? panel.axes.left : panel.left + letter_width(panel.letter);
      panel.x_label_top = panel.axes.bottom + tick_space;
      panel.legend.left = panel.axes.left;
      panel.legend.top = top + panel_height + gap;
      row_legend = std::max(row_legend, legend_height(panel.legend));
    }
    top += panel_height + row_legend + large_gap;
  }
  page.legend.left = page.panels.front().axes.left;
  page.legend.top = top;
  if (page.legend.rows > 0) {
    top += legend_height(page.legend) + gap;
  }
  page.caption = wrap(texts.caption, text_width_of_page, type::caption);
  page.caption_top = top;
  page.height = top + height_of(page.caption.size(), type::caption) + page_margin;
  return page;
}

}  // namespace engram::figures
