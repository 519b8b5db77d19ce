#include "panels/figure.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "results/setting_path.hpp"

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

}  // namespace

void Panel::check() const {
  check_axis("x", x_scale, x_min, x_max);
  check_axis("y", y_scale, y_min, y_max);
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
