#include "panels/figure.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "panels/line_style.hpp"
#include "results/setting_path.hpp"
#include "theory/curve.hpp"

namespace engram::panels {

namespace {

void check_axis(const char* axis, Scale scale, const std::optional<double>& min, const std::optional<double>& max) {
  if (min && max && *min >= *max) {
    throw ParameterError(fmt::format("{}_max", axis),
                         fmt::format("{0}_max is {1:g}, but must be above {0}_min, {2:g}", axis, *max, *min));
  }
  for (const auto& [end, value] : {std::pair{"min", min}, std::pair{"max", max}}) {
    if (scale == Scale::log && value && *value <= 0) {
      throw ParameterError(fmt::format("{}_{}", axis, end),
                           fmt::format("{0}_{1} is {2:g}, but an axis with {0}_scale: log holds only numbers above 0",
                                       axis, end, *value));
    }
  }
}

/// Checks the two ends of a range that `key` takes.
void check_range(const char* key, const std::vector<double>& range, Scale scale) {
  if (range.empty()) {
    return;
  }
  if (range.size() != 2 || range[0] >= range[1]) {
    throw ParameterError(key, fmt::format("{} takes [from, to], the second above the first", key));
  }
  if (scale == Scale::log && range[0] <= 0) {
    throw ParameterError(
        key, fmt::format("{} begins at {:g}, but a logarithmic axis holds only numbers above 0", key, range[0]));
  }
}

/// Refuses a key that has no meaning for the panel.
void check_meaning(bool is_given, bool has_meaning, const char* key, const char* need) {
  if (is_given && !has_meaning) {
    throw ParameterError(key, fmt::format("{} needs {}", key, need));
  }
}

void check_styles(const NamedTexts& styles) {
  for (const auto& [word, style] : styles) {
    try {
      (void)parse_line_style(style);
    } catch (const RequestError& error) {
      throw ParameterError("line_styles", error.what());
    }
  }
}

void check_formulas(const NamedTexts& theory) {
  for (const auto& [label, formula] : theory) {
    try {
      (void)theory::Curve(formula);
    } catch (const RequestError& error) {
      throw ParameterError("theory", fmt::format("theory '{}': {}", label, error.what()));
    }
  }
}

/// Checks the keys of colours, images and insets, which need a style each.
void check_looks(const Panel& panel) {
  const bool is_matrix = panel.style == Style::matrix;
  const bool is_images = panel.style == Style::images;
  check_axis("colour", panel.colour_scale, panel.colour_min, panel.colour_max);
  check_range("inset", panel.inset, panel.x_scale);
  check_range("inset_y", panel.inset_y, panel.y_scale);
  check_styles(panel.line_styles);
  const bool has_lines = !is_matrix && !is_images;
  check_meaning(!panel.inset.empty(), has_lines && panel.style != Style::histogram, "inset", "lines or points");
  check_meaning(!panel.inset_y.empty(), !panel.inset.empty(), "inset_y", "an inset");
  check_meaning(!panel.line_styles.empty(), has_lines, "line_styles", "lines");
  check_meaning(!panel.theory.empty(), has_lines && panel.style != Style::histogram, "theory", "lines or points");
  check_formulas(panel.theory);
  check_meaning(panel.x_linear.has_value(), panel.x_scale == Scale::symlog, "x_linear", "x_scale: symlog");
  check_meaning(panel.y_linear.has_value(), panel.y_scale == Scale::symlog, "y_linear", "y_scale: symlog");
  check_meaning(!panel.colour_label.empty(), is_matrix, "colour_label", "style: matrix");
  check_meaning(panel.colour_scale != Scale::linear, is_matrix, "colour_scale", "style: matrix");
  check_meaning(panel.colour_min.has_value(), is_matrix, "colour_min", "style: matrix");
  check_meaning(panel.colour_max.has_value(), is_matrix, "colour_max", "style: matrix");
  check_meaning(!panel.beside.empty(), is_images, "beside", "style: images");
  check_meaning(!panel.column_titles.empty(), !panel.beside.empty(), "column_titles",
                "images in columns, by `beside`");
  check_meaning(panel.images_across.has_value(), panel.beside.empty(), "images_across",
                "images without `beside`, which makes a column for each dataset");
  if (!panel.column_titles.empty() && panel.column_titles.size() != panel.beside.size() + 1) {
    throw ParameterError("column_titles", fmt::format("column_titles has {} for {} of images",
                                                      counted(panel.column_titles.size(), "title"),
                                                      counted(panel.beside.size() + 1, "column")));
  }
}

}  // namespace

void Panel::check() const {
  check_axis("x", x_scale, x_min, x_max);
  check_axis("y", y_scale, y_min, y_max);
  check_looks(*this);
  if (!y.empty() && (style != Style::matrix || x.empty() || !results::is_column(dataset))) {
    throw ParameterError("y", "y needs style: matrix, a dataset of the summary and an x: both are columns of it");
  }
  if (!y.empty() && !lines.empty()) {
    throw ParameterError("lines", "a map has fields and no lines");
  }
  if (!x.empty() && (x == lines || x == y)) {
    throw ParameterError(x == lines ? "lines" : "y", fmt::format("'{}' runs along x already", x));
  }
  if (!average.empty() && average == lines) {
    throw ParameterError("average",
                         fmt::format("the panel cannot average over '{}' and draw one line for each of it", average));
  }
  if (low.empty() != high.empty()) {
    throw ParameterError(low.empty() ? "low" : "high", "a band needs both ends: low and high");
  }
  if (!low.empty() && !average.empty()) {
    throw ParameterError("average", "a band from low and high is that of each line, and not of a mean");
  }
  if (!cases.empty() && !case_label.empty()) {
    throw ParameterError("cases", "a panel is of one case, by `case`, or of several, by `cases`");
  }
  if (!at.empty() && !cases.empty()) {
    throw ParameterError("at", "`at` chooses one cell of a case, by `case`; `cases` shows all of their cells");
  }
  if (!at.empty() && dataset.starts_with(results::summary_prefix)) {
    throw ParameterError("at", "the summary is that of all cells, and `at` chooses one");
  }
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (std::find(cases.begin(), cases.begin() + static_cast<std::ptrdiff_t>(i), cases[i]) !=
        cases.begin() + static_cast<std::ptrdiff_t>(i)) {
      throw ParameterError("cases", fmt::format("cases: '{}' is given twice", cases[i]));
    }
  }
  const bool is_heat = style == Style::matrix || style == Style::images;
  if (is_heat && y.empty() && !cases.empty()) {
    throw ParameterError("cases", "a matrix, or images, are those of one case, by `case`");
  }
  if (!image_shape.empty() && image_shape.size() != 2) {
    throw ParameterError("image_shape", fmt::format("image_shape takes [height, width], and not {}",
                                                    counted(image_shape.size(), "number")));
  }
  if (!case_label.empty() && dataset.starts_with(results::summary_prefix)) {
    throw ParameterError("case", "the summary is that of all cases; `cases` chooses among them");
  }
  if (results::is_column(dataset) && x.empty() && y.empty() && style != Style::histogram && !is_heat &&
      !(average.empty() && lines.empty() && cases.empty())) {
    throw ParameterError(
        !average.empty() ? "average"
        : !lines.empty() ? "lines"
                         : "cases",
        fmt::format("{} over a column of the summary needs an x, another column", !average.empty() ? "average"
                                                                                  : !lines.empty() ? "lines"
                                                                                                   : "cases"));
  }
  if (target == TargetChoice::nearest && (lines == "target" || average == "target")) {
    throw ParameterError(lines == "target" ? "lines" : "average",
                         "target: nearest leaves one line for all targets, so 'target' is no longer a dimension");
  }
}

void Figure::check() const {
  constexpr const char* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  if (name.empty() || name.front() == '.' || name.front() == '-' ||
      name.find_first_not_of(allowed) != std::string::npos) {
    throw ParameterError("name", fmt::format("'{}' cannot name a file: use letters, digits, '_', '-' and '.', and "
                                             "start with a letter, a digit or '_'",
                                             name));
  }
}

}  // namespace engram::panels
