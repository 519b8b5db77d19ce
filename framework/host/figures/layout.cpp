#include "figures/layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "figures/axes.hpp"
#include "figures/settings.hpp"

namespace engram::figures {

namespace {

constexpr double gap = 4;        ///< between related elements
constexpr double large_gap = 9;  ///< between other elements
/// Right of the axes, for half of the last number.
constexpr double right_space = 12;
/// Below the axes, for the numbers.
constexpr double number_space = tick_length + tick_gap + type::tick * type::leading;
/// The least height of axes, however much text surrounds them.
constexpr double least_axes = 40;
constexpr double least_legend = 110;
/// Between the axes and the colour bar.
constexpr double bar_gap = 8;
constexpr double bar_width = 8;

/// The lines of the wished label or of the full label; if the full label takes more than `most_lines`, of the brief
/// one.
std::vector<std::string> label_lines(const std::string& wished, const std::string& full, const std::string& brief,
                                     double width, std::size_t most_lines) {
  if (!wished.empty()) {
    return canvas::wrap(wished, width, type::axis_label);
  }
  std::vector<std::string> lines = canvas::wrap(full, width, type::axis_label);
  return lines.empty() || lines.size() > most_lines ? canvas::wrap(brief, width, type::axis_label) : lines;
}

double height_of(std::size_t lines, double size) {
  return static_cast<double>(lines) * size * type::leading;
}

double letter_width(const std::string& letter) {
  return canvas::text_width(letter, type::panel_title, true) + gap;
}

/// A letter takes a line even without a title.
std::size_t title_lines(const PanelLayout& panel) {
  return std::max(panel.title.size(), std::size_t{panel.letter.empty() ? 0U : 1U});
}

double space_of_ticks(const panels::Axis& axis) {
  return axis.slanted ? tick_length + tick_gap + panels::slanted_height(axis, type::tick) : number_space;
}

bool shows_images(const panels::Curves& curves) {
  return curves.heat && curves.heat->images;
}

/// Whether a panel has a scale of its colours; without different values there is nothing to read from it.
bool has_bar(const panels::Curves& curves) {
  return curves.heat && !curves.heat->images && curves.heat->least < curves.heat->greatest;
}

double legend_height(const Legend& legend) {
  return legend.rows == 0 ? 0 : gap + height_of(legend.rows, type::legend);
}

/// Places everything, from the texts inwards: the elements around the axes decide the place of the axes.
class Composer {
 public:
  Composer(const panels::Figure& figure, const std::vector<panels::Curves>& curves)
      : figure_(figure),
        curves_(curves),
        columns_(std::min(curves.size(), static_cast<std::size_t>(figure.columns))),
        panel_width_(figure.panel_width * points_per_cm),
        panel_height_(figure.panel_height * points_per_cm) {}

  Page compose(const Texts& texts) {
    page_.margin = page_margin;
    page_.panels.resize(curves_.size());
    break_titles(texts.panel_titles);
    make_y_axes();
    make_bars();
    make_x_axes();
    break_column_titles();
    fit_images();
    page_.width = 2 * page_margin + static_cast<double>(columns_) * panel_width_;
    page_.title = canvas::wrap(texts.title, room(), type::title, true);
    page_.caption = canvas::wrap(texts.caption, room(), type::caption);
    make_legends();
    place_all();
    return std::move(page_);
  }

 private:
  /// The width between the margins of the page.
  [[nodiscard]] double room() const { return page_.width - 2 * page_margin; }
  [[nodiscard]] double axes_width() const { return panel_width_ - left_space_ - right_space_; }

  /// Legends begin at the left end of the axes, unless that leaves them too little room.
  [[nodiscard]] double legend_indent() const { return axes_width() >= least_legend ? left_space_ : 0; }

  void break_titles(const std::vector<std::string>& titles) {
    std::size_t most = 0;
    for (std::size_t i = 0; i < page_.panels.size(); ++i) {
      PanelLayout& panel = page_.panels[i];
      panel.letter = page_.panels.size() > 1 ? fmt::format("({})", panel_letter(i)) : "";
      panel.title =
          canvas::wrap(titles[i], panel_width_ - letter_width(panel.letter) - right_space, type::panel_title);
      most = std::max(most, title_lines(panel));
    }
    const bool has_columns = std::ranges::any_of(
        curves_, [](const panels::Curves& curves) { return curves.heat && !curves.heat->column_titles.empty(); });
    column_title_height_ = has_columns ? height_of(1, type::tick) + gap : 0;
    title_height_ = height_of(most, type::panel_title) + gap + column_title_height_;
  }

  /// Makes the y axes and their labels, which decide where the axes begin on the left.
  void make_y_axes() {
    const double height = panel_height_ - title_height_ - number_space - height_of(1, type::axis_label);
    for (std::size_t i = 0; i < page_.panels.size(); ++i) {
      PanelLayout& panel = page_.panels[i];
      const panels::Panel& settings = figure_.panels[i];
      // The range of the x axis decides the range of the y axis; its marks follow when its length is known.
      panel.x = make_x_axis(settings, curves_[i], panel_width_);
      panel.y = make_y_axis(settings, curves_[i], panel.x, height);
      panel.y_label = label_lines(settings.y_label, curves_[i].y_label, curves_[i].y_name, height, 2);
      if (!shows_images(curves_[i])) {
        left_space_ = std::max(left_space_, panels::widest_label(panel.y, type::tick) + tick_length + 2 * gap +
                                                height_of(panel.y_label.size(), type::axis_label));
      }
    }
  }

  /// Makes the colour bars, which decide where the axes end on the right.
  void make_bars() {
    const double height = panel_height_ - title_height_ - number_space - height_of(1, type::axis_label);
    for (std::size_t i = 0; i < page_.panels.size(); ++i) {
      if (!has_bar(curves_[i])) {
        continue;
      }
      const panels::Heat& heat = *curves_[i].heat;
      ColourBar bar;
      bar.axis = make_colour_axis(heat, height);
      bar.label = canvas::wrap(heat.label, height, type::axis_label);
      right_space_ = std::max(right_space_, bar_gap + bar_width + tick_length + tick_gap + gap +
                                                panels::widest_label(bar.axis, type::tick) +
                                                height_of(bar.label.size(), type::axis_label) + large_gap);
      page_.panels[i].bar = std::move(bar);
    }
    panel_width_ = std::max(panel_width_, left_space_ + least_axes + right_space_);
  }

  /// Makes the x axes and their labels, which decide where the axes end at the bottom.
  void make_x_axes() {
    std::size_t lines = 0;
    double tick_space = 0;
    for (std::size_t i = 0; i < page_.panels.size(); ++i) {
      PanelLayout& panel = page_.panels[i];
      const panels::Panel& settings = figure_.panels[i];
      panel.x = make_x_axis(settings, curves_[i], axes_width());
      panel.x_label =
          label_lines(settings.x_label, curves_[i].x_label, curves_[i].x_name, axes_width() + right_space, 1);
      tick_space = std::max(tick_space, shows_images(curves_[i]) ? 0 : space_of_ticks(panel.x));
      lines = std::max(lines, panel.x_label.size());
    }
    below_axes_ = tick_space + height_of(lines, type::axis_label);
    // Slanted words make the panel higher and leave the height of the axes unchanged.
    panel_height_ += tick_space - number_space;
    panel_height_ = std::max(panel_height_, title_height_ + least_axes + below_axes_);
  }

  /// Makes room for titles of columns of images that need more than one line.
  void break_column_titles() {
    for (const panels::Curves& curves : curves_) {
      if (curves.heat) {
        const auto count = static_cast<double>(curves.heat->column_titles.size());
        for (const std::string& title : curves.heat->column_titles) {
          column_title_lines_ =
              std::max(column_title_lines_, canvas::wrap(title, axes_width() / count - gap, type::tick).size());
        }
      }
    }
    if (column_title_lines_ > 1) {
      const double further = height_of(column_title_lines_ - 1, type::tick);
      column_title_height_ += further;
      title_height_ += further;
      panel_height_ += further;
    }
  }

  /// The lines of a title above a column of images; what does not fit is shortened.
  [[nodiscard]] std::vector<std::string> column_title(const std::string& title, double width) const {
    std::vector<std::string> lines = canvas::wrap(title, width, type::tick);
    if (lines.size() > column_title_lines_) {
      const std::vector<std::string> rest(lines.begin() + static_cast<std::ptrdiff_t>(column_title_lines_) - 1,
                                          lines.end());
      lines.resize(column_title_lines_);
      lines.back() = canvas::shortened(join(rest, " "), width, type::tick);
    }
    return lines;
  }

  /// If all panels show images, their height is what the widest of them needs.
  void fit_images() {
    if (!std::ranges::all_of(curves_, shows_images)) {
      return;
    }
    double needed = 0;
    for (const panels::Curves& curves : curves_) {
      const auto& heat = *curves.heat;
      needed = std::max(needed, axes_width() * static_cast<double>(heat.rows) / static_cast<double>(heat.columns));
    }
    // Columns of images keep their width, as long as the picture fits a page.
    constexpr double most = 24 * points_per_cm;
    const bool has_columns = column_title_height_ > 0;
    const double whole = title_height_ + std::max(needed, least_axes) + below_axes_;
    panel_height_ = has_columns ? std::min(whole, std::max(panel_height_, most)) : std::min(panel_height_, whole);
  }

  /// Shrinks a box from the right and from below, so that the pixels of images are square.
  static void make_square(const panels::Heat& heat, canvas::Box& box) {
    const double pixel = std::min((box.right - box.left) / static_cast<double>(heat.columns),
                                  (box.bottom - box.top) / static_cast<double>(heat.rows));
    box.right = box.left + pixel * static_cast<double>(heat.columns);
    box.bottom = box.top + pixel * static_cast<double>(heat.rows);
  }

  /// Places what is beside or within the axes of a panel.
  void place_extras(std::size_t number) {
    PanelLayout& panel = page_.panels[number];
    const panels::Curves& curves = curves_[number];
    if (shows_images(curves)) {
      make_square(*curves.heat, panel.axes);
      const double width =
          (panel.axes.right - panel.axes.left) / static_cast<double>(curves.heat->column_titles.size());
      for (const std::string& title : curves.heat->column_titles) {
        panel.column_titles.push_back(column_title(title, width - gap));
      }
    }
    if (panel.bar) {
      panel.bar->box = {panel.axes.right + bar_gap, panel.axes.top, panel.axes.right + bar_gap + bar_width,
                        panel.axes.bottom};
    }
    panel.inset = make_inset(figure_.panels[number], curves, panel);
  }

  /// Makes one legend below all panels if all panels have the same legend, otherwise one below each panel.
  void make_legends() {
    const auto legend_of = [&](std::size_t i, double width) {
      return figure_.panels[i].legend ? make_legend(curves_[i], width) : Legend{};
    };
    std::vector<Legend> legends;
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      legends.push_back(legend_of(i, room() - legend_indent()));
    }
    const auto same_as_first = [&](std::size_t i) {
      // A scale names only its ends.
      return same_legend(legends[i], legends.front()) &&
             (!legends[i].as_scale || curves_[i].groups == curves_.front().groups);
    };
    std::vector<std::size_t> panels(curves_.size());
    std::iota(panels.begin(), panels.end(), std::size_t{0});
    if (std::ranges::all_of(panels, same_as_first)) {
      page_.legend = legends.front();
      return;
    }
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      page_.panels[i].legend = legend_of(i, panel_width_ - legend_indent());
    }
  }

  void place_panel(std::size_t number, double left, double top) {
    PanelLayout& panel = page_.panels[number];
    panel.left = left;
    panel.axes = {left + left_space_, top + title_height_, left + left_space_ + axes_width(),
                  top + panel_height_ - below_axes_};
    // Titles are directly above the axes: a title with fewer lines than its neighbours leaves room above it.
    panel.title_top = panel.axes.top - column_title_height_ - gap - height_of(title_lines(panel), type::panel_title);
    panel.title_left = panel.letter.empty() ? panel.axes.left : left + letter_width(panel.letter);
    panel.x_label_top = panel.axes.bottom + space_of_ticks(panel.x);
    panel.legend.left = left + legend_indent();
    panel.legend.top = top + panel_height_ + gap;
    place_extras(number);
  }

  void place_all() {
    double top = page_margin + (page_.title.empty() ? 0 : height_of(page_.title.size(), type::title) + gap);
    for (std::size_t first = 0; first < page_.panels.size(); first += columns_) {
      double row_legend = 0;
      for (std::size_t i = first; i < std::min(first + columns_, page_.panels.size()); ++i) {
        place_panel(i, page_margin + static_cast<double>(i - first) * panel_width_, top);
        row_legend = std::max(row_legend, legend_height(page_.panels[i].legend));
      }
      top += panel_height_ + row_legend + large_gap;
    }
    if (page_.legend.rows > 0) {
      page_.legend.left = page_margin + legend_indent();
      page_.legend.top = top;
      top += legend_height(page_.legend) + gap;
    }
    page_.caption_top = top;
    page_.height = top + height_of(page_.caption.size(), type::caption) + page_margin;
  }

  const panels::Figure& figure_;
  const std::vector<panels::Curves>& curves_;
  std::size_t columns_;
  double panel_width_;
  double panel_height_;
  double title_height_ = 0;  ///< with the titles of columns of images
  double column_title_height_ = 0;
  std::size_t column_title_lines_ = 1;
  double right_space_ = right_space;
  double left_space_ = 0;  ///< from the left end of a panel to its axes
  double below_axes_ = 0;
  Page page_;
};

}  // namespace

Page lay_out(const panels::Figure& figure, const std::vector<panels::Curves>& curves, const Texts& texts) {
  return Composer(figure, curves).compose(texts);
}

}  // namespace engram::figures
