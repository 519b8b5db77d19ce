// The contents of a picture, as a spec writes them: panels over stored datasets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <engram/index.hpp>
#include <engram/parameters.hpp>
#include <engram/value.hpp>

#include "results/targets.hpp"

namespace engram::panels {

using results::TargetChoice;

/// symlog is linear around zero and logarithmic beyond, on both sides.
enum class Scale { linear, log, symlog };
/// The drawing around a mean: nothing, a band, or each member as a thin line. The bands are from the least to the
/// greatest member, one standard deviation or one standard error of the mean to each side, and the interval that
/// covers the mean with 95 % by Student's t.
enum class Spread { none, range, standard_deviation, standard_error, confidence, members };
enum class Style { automatic, lines, points, histogram, matrix, images };
/// The place of an inset within the axes.
enum class Corner { automatic, upper_left, upper_right, lower_left, lower_right };
/// Panels that show the same quantity have the same ranges of axes and colours if that leaves each of them at least a
/// third of the range (automatic), never (own), or always (common).
enum class Ranges { automatic, own, common };

/// One pair of axes over one dataset. Its title may have placeholders, see Figure::caption.
struct Panel {
  std::string title;
  std::string case_label;  ///< written `case` in a spec
  NamedTexts at;           ///< the cell of the case: values, `first` or `last`, by the path of a swept axis
  std::vector<std::string> cases;
  std::string dataset;
  std::string x;
  std::string y;
  std::string lines;
  TargetChoice target = TargetChoice::automatic;
  std::string average;
  Spread spread = Spread::range;
  std::string low;
  std::string high;
  Style style = Style::automatic;
  Index bins = 40;
  std::vector<Index> image_shape;
  std::optional<Index> images_across;
  std::vector<std::string> beside;
  std::vector<std::string> column_titles;
  std::vector<double> mark_x;
  std::vector<double> mark_y;
  std::string x_label;
  std::string y_label;
  Scale x_scale = Scale::linear;
  Scale y_scale = Scale::linear;
  std::optional<double> x_min;
  std::optional<double> x_max;
  std::optional<double> y_min;
  std::optional<double> y_max;
  std::optional<double> x_linear;
  std::optional<double> y_linear;
  std::string colour_label;
  Scale colour_scale = Scale::linear;
  std::optional<double> colour_min;
  std::optional<double> colour_max;
  std::vector<double> inset;
  std::vector<double> inset_y;
  Corner inset_corner = Corner::automatic;
  NamedTexts line_styles;
  NamedTexts theory;
  bool legend = true;
  NamedTexts labels;  ///< those of the figure, by what they stand for

  static auto params() {
    return engram::params<Panel>()
        .add(&Panel::title, "title",
             "Text above the panel, after its letter; {model.layers} stands for that setting.")
        .add(&Panel::case_label, "case",
             "Name of a case, whose first cell is taken unless `at` names another one, or the label of a cell; "
             "needed if there are several.")
        .add(&Panel::at, "at",
             "Which cell of the case: for swept paths one of the values, or first or last, as {seed: first}. Values "
             "choose before first and last do.")
        .add(&Panel::cases, "cases",
             "Several cases in one panel, each in its own colour; a case of a sweep stands for all its cells, over "
             "which `average: cell` takes the mean.")
        .add(&Panel::dataset, "dataset",
             "Path of a stored dataset within its case, as analyses/perturbation/distance.", true)
        .add(&Panel::x, "x",
             "What runs along the x axis: a dimension, or a dataset of the same group; default the last dimension.")
        .add(&Panel::y, "y",
             "With style: matrix, a column of the summary and x another one: the mean over the seeds of the cells "
             "that "
             "have those two values, y upwards; over all that was swept with `average: cell`.")
        .add(&Panel::lines, "lines",
             "Dimension whose entries have one colour and one word in the legend each; default target if distances "
             "to targets are drawn, otherwise every line has its own.")
        .choice(&Panel::target, "target",
                {{"automatic", TargetChoice::automatic},
                 {"own", TargetChoice::own},
                 {"others", TargetChoice::others},
                 {"nearest", TargetChoice::nearest},
                 {"all", TargetChoice::all}},
                "Distances to which targets: each trial's own, the others, the nearest at each time, or all; "
                "automatic is own if the trials have their own targets, otherwise all.")
        .add(&Panel::average, "average",
             "Dimension over which each line is the mean; `cell` is that over the cells of a sweep. With a column of "
             "the "
             "summary x and lines are columns too, and `cell` takes the mean over all axes of the sweep that are "
             "neither; a column, such as seed, over that one and seeds. Cells that differ in another setting have "
             "lines "
             "of their own.")
        .choice(
            &Panel::spread, "spread",
            {{"none", Spread::none},
             {"range", Spread::range},
             {"standard_deviation", Spread::standard_deviation},
             {"standard_error", Spread::standard_error},
             {"confidence", Spread::confidence},
             {"members", Spread::members}},
            "Surroundings of a mean: none, a band from the least to the greatest member, one standard deviation or "
            "one standard error of the mean to each side, the interval that covers the mean with 95 % by "
            "Student's t, or its members as thin lines.")
        .add(&Panel::low, "low", "Dataset beside this one that is the lower end of a band around each line.")
        .add(&Panel::high, "high", "Dataset beside this one that is the upper end of that band.")
        .choice(&Panel::style, "style",
                {{"automatic", Style::automatic},
                 {"lines", Style::lines},
                 {"points", Style::points},
                 {"histogram", Style::histogram},
                 {"matrix", Style::matrix},
                 {"images", Style::images}},
                "Lines, points, a histogram of all numbers, the cells of a matrix, or each row of a matrix as an "
                "image; automatic is points if x is a dataset or text, otherwise lines. A histogram over cells has "
                "bars for each setting in which they differ beside seeds; of a column of the summary, `average: "
                "cell` counts them together.")
        .add(&Panel::bins, "bins", "1", "Bins of a histogram.", {.min = 1, .max = 10000})
        .add(&Panel::image_shape, "image_shape", "1",
             "Height and width of an image; default the two factors of the number of units nearest to each other.",
             {.min = 1})
        .add(&Panel::images_across, "images_across", "1",
             "Images side by side; default as many as make a square of them.", {.min = 1})
        .add(&Panel::beside, "beside",
             "With style: images, datasets of the same shape whose images stand beside those of `dataset`: a row for "
             "each image, and a column for each dataset, which has grey values of its own.")
        .add(&Panel::column_titles, "column_titles",
             "Text above each column of images; default the names of the datasets.")
        .add(&Panel::mark_x, "mark_x", "1", "Places on the x axis that a thin line marks.")
        .add(&Panel::mark_y, "mark_y", "1", "Places on the y axis that a thin line marks.")
        .add(&Panel::x_label, "x_label",
             "Text at the x axis; default the description and the unit of what runs there.")
        .add(&Panel::y_label, "y_label", "Text at the y axis; default the name and the unit of the dataset.")
        .choice(&Panel::x_scale, "x_scale",
                {{"linear", Scale::linear}, {"log", Scale::log}, {"symlog", Scale::symlog}},
                "Scale of the x axis; symlog shows zero and both signs: it is linear around zero and logarithmic "
                "beyond.")
        .choice(&Panel::y_scale, "y_scale",
                {{"linear", Scale::linear}, {"log", Scale::log}, {"symlog", Scale::symlog}},
                "Scale of the y axis, as x_scale.")
        .add(&Panel::x_min, "x_min", "1", "Left end of the x axis, in the unit of the data.")
        .add(&Panel::x_max, "x_max", "1", "Right end of the x axis, in the unit of the data.")
        .add(&Panel::y_min, "y_min", "1", "Lower end of the y axis, in the unit of the data.")
        .add(&Panel::y_max, "y_max", "1", "Upper end of the y axis, in the unit of the data.")
        .add(&Panel::x_linear, "x_linear", "1",
             "With x_scale: symlog, the axis is linear between minus and plus this number; default a power of ten "
             "near the smallest number, at most four decades below the largest.",
             {.above = 0})
        .add(&Panel::y_linear, "y_linear", "1", "With y_scale: symlog, the same for the y axis.", {.above = 0})
        .add(&Panel::colour_label, "colour_label",
             "Text at the colour bar of a matrix; default the name and the unit of the dataset.")
        .choice(&Panel::colour_scale, "colour_scale", {{"linear", Scale::linear}, {"log", Scale::log}},
                "Scale of the colours of a matrix.")
        .add(&Panel::colour_min, "colour_min", "1", "Lower end of the colours of a matrix, in the unit of the data.")
        .add(&Panel::colour_max, "colour_max", "1", "Upper end of the colours of a matrix, in the unit of the data.")
        .add(&Panel::inset, "inset", "1",
             "Part of the x axis, [from, to], that an inset within the axes shows enlarged, in the unit of the data.")
        .add(&Panel::inset_y, "inset_y", "1",
             "Part of the y axis that the inset shows; default that of the lines in its part of the x axis.")
        .choice(&Panel::inset_corner, "inset_corner",
                {{"automatic", Corner::automatic},
                 {"upper_left", Corner::upper_left},
                 {"upper_right", Corner::upper_right},
                 {"lower_left", Corner::lower_left},
                 {"lower_right", Corner::lower_right}},
                "Corner of the inset; automatic is the one where it hides least.")
        .add(&Panel::line_styles, "line_styles",
             "By the word of a line in the legend, how it is drawn: solid, dashed, dotted, thin, thick, a colour as "
             "black or #d62728, or several of them, as in {hebbian: dashed black}.")
        .add(&Panel::theory, "theory",
             "Lines of a theory by their words in the legend, as formulas of x and of settings, as in {mean field: "
             "tanh(x / model.temperature)}. Unknowns are solved for: {magnetisation: m where m = tanh(m / x)}; they "
             "start at 1, or at the number after `from`. gauss(f) is the mean of f over a standard normal z.")
        .add(&Panel::legend, "legend", "Whether the lines are named below the panel.");
  }

  /// Throws ParameterError if the values contradict each other.
  void check() const;
};

/// One picture. `panels` is not among the declared parameters: in a spec it is a list of Panels.
struct Figure {
  std::string name;
  std::string title;
  std::string caption = "{settings}";
  Index columns = 2;
  double panel_width = 8.5;
  double panel_height = 6.0;
  Ranges ranges = Ranges::automatic;
  NamedTexts labels;
  std::vector<Panel> panels;

  static auto params() {
    return engram::params<Figure>()
        .add(&Figure::name, "name",
             "Name of the figure, different for each; its file is RESULT_NAME, or RESULT if both are the same.", true)
        .add(&Figure::title, "title", "Text above the panels.")
        .add(
            &Figure::caption, "caption",
            "Text below the panels; {model.layers} stands for that setting, {label:model.layers} for that of a case, "
            "{settings} for what the lines are, the settings that the panels share, and what is particular to each.")
        .add(&Figure::columns, "columns", "1", "Panels side by side.", {.min = 1, .max = 12})
        .add(&Figure::panel_width, "panel_width", "cm", "Width of a panel with its labels.", {.min = 3, .max = 50})
        .add(&Figure::panel_height, "panel_height", "cm", "Height of a panel's axes with its labels.",
             {.min = 3, .max = 50})
        .choice(&Figure::ranges, "ranges",
                {{"automatic", Ranges::automatic}, {"own", Ranges::own}, {"common", Ranges::common}},
                "Whether panels that show the same quantity have the same ranges of axes and colours; automatic: if "
                "that leaves each of them at least a third of the range.")
        .add(&Figure::labels, "labels",
             "Words for this figure, by the name of a case, a setting, a value or a dataset, as in {gain_03: gain "
             "0.3, model.tau_v: time constant}.");
  }

  /// Throws ParameterError if the values contradict each other; does not check the panels.
  void check() const;
};

}  // namespace engram::panels
