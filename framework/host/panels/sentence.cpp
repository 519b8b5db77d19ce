#include "panels/sentence.hpp"

#include <cctype>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <engram/words.hpp>

#include "canvas/text.hpp"
#include "panels/labels.hpp"
#include "results/setting_path.hpp"

namespace engram::panels {

namespace {

/// The number of different places along a dimension among the rows.
std::size_t places_in(const results::Table& table, std::size_t dimension) {
  std::set<results::Place> places;
  for (const results::Row& row : table.rows) {
    places.insert(row.places[dimension]);
  }
  return places.size();
}

/// The dimensions in which the rows differ. The own target of a trial follows from the trial.
std::vector<std::size_t> distinguishing(const Rows& rows) {
  std::vector<std::size_t> dimensions;
  for (std::size_t dimension = 0; dimension < rows.table.dimensions.size(); ++dimension) {
    const auto trial = rows.table.find("trial");
    const bool follows = rows.target == TargetChoice::own && rows.table.dimensions[dimension] == "target" && trial &&
                         rows.table.varies(*trial);
    if (rows.table.varies(dimension) && !follows) {
      dimensions.push_back(dimension);
    }
  }
  return dimensions;
}

std::string_view band_words(Spread spread) {
  switch (spread) {
    case Spread::range:
      return " with a band from the least to the greatest";
    case Spread::standard_deviation:
      return " with a band of one standard deviation to each side";
    case Spread::standard_error:
      return " with a band of one standard error of the mean to each side";
    case Spread::confidence:
      return " with the band that covers the mean with 95 % (Student's t)";
    case Spread::members:
      return ", which are drawn as thin lines";
    default:
      return "";
  }
}

std::string mean_of(const Panel& panel, const Rows& rows) {
  const std::string count = rows.least_members == rows.most_members
                                ? fmt::format("{}", rows.most_members)
                                : fmt::format("{} to {}", rows.least_members, rows.most_members);
  return fmt::format(", the mean over {} {}s{}", count, plain_words(panel.average), band_words(panel.spread));
}

std::string against(TargetChoice target) {
  switch (target) {
    case TargetChoice::own:
      return ", measured against its own target";
    case TargetChoice::others:
      return ", measured against targets other than its own";
    case TargetChoice::nearest:
      return ", measured against whichever target is nearest";
    default:
      return "";
  }
}

/// A label within a sentence: without its unit, and without a capital letter that only begins it.
std::string within_sentence(std::string label) {
  if (const std::size_t unit = label.rfind(" ("); unit != std::string::npos && label.ends_with(')')) {
    label.resize(unit);
  }
  const bool is_word = label.size() > 1 && std::islower(static_cast<unsigned char>(label[1])) != 0;
  if (is_word) {
    label.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(label.front())));
  }
  return label;
}

}  // namespace

std::string shown_quantity(const Panel& panel, const Dataset& dataset) {
  const std::string label = label_of_path(panel.labels, dataset.name);
  return label.empty() ? plain_words(results::last_step(dataset.name)) : within_sentence(label);
}

ShownAxes shown_by(const Panel& panel, const Dataset& dataset, const Along& along) {
  const auto name_of = [&](const std::string& path) {
    const std::string label = label_of_path(panel.labels, path);
    return label.empty() ? plain_words(results::last_step(path)) : within_sentence(label);
  };
  const std::string x = !panel.x.empty() ? panel.x : dataset.dimensions[along.dimension];
  const bool is_histogram = panel.style == Style::histogram;
  const std::string& y_label = is_histogram ? panel.x_label : panel.y_label;
  return {y_label.empty() ? name_of(dataset.name) : within_sentence(y_label),
          panel.x_label.empty() ? name_of(x) : within_sentence(panel.x_label)};
}

std::string histogram_sentence(const Rows& rows, const ShownAxes& shown, std::size_t groups,
                               const std::string& colour) {
  std::string text = fmt::format("Histogram of the {}", shown.quantity);
  if (groups > 1) {
    text += fmt::format(" for each of {} {}{}", groups, colour, colour.ends_with('s') ? "" : "s");
  }
  return text + against(rows.target) + ".";
}

std::string sentence_of(const Panel& panel, const Rows& rows, const ShownAxes& shown, const std::string& colour,
                        bool points) {
  std::vector<std::string> names;
  std::vector<std::string> counted;
  for (const std::size_t dimension : distinguishing(rows)) {
    names.push_back(plain_words(rows.table.dimensions[dimension]));
    counted.push_back(fmt::format("{} {}{}", places_in(rows.table, dimension), names.back(),
                                  names.back().ends_with('s') ? "" : "s"));
  }
  std::string text =
      canvas::capitalised(shown.quantity) + (shown.along == "time" ? " over " : " against ") + shown.along;
  if (!counted.empty()) {
    text += fmt::format(", one {} for each of {}", points ? "set of points" : "line", join(counted, " and "));
  }
  text += rows.most_members > 0 ? mean_of(panel, rows) : "";
  text += against(rows.target);
  if (!colour.empty() && colour != join(names)) {
    text += ", coloured by " + colour;
  }
  return text + ".";
}

}  // namespace engram::panels
