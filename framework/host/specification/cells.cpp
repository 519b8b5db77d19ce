#include "specification/cells.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "specification/emit.hpp"
#include "specification/experiment_reader.hpp"
#include "specification/setting.hpp"
#include "sweeps/setting_path.hpp"
#include "yaml/path.hpp"
#include "yaml/text.hpp"

namespace engram::specification {

namespace {

std::string words_of_point(const sweeps::SweepPoint& point) {
  const yaml::Node& first = point.values.front();
  return yaml::in_quotes(point.values.size() == 1 && first.is_scalar() ? first.text() : point.label);
}

}  // namespace

std::vector<Axis> axes_of(const sweeps::SweepCells& cells, const yaml::Node& tree) {
  std::vector<Axis> axes;
  std::ranges::transform(cells.axes(), std::back_inserter(axes), [&](const sweeps::SweepAxis& axis) {
    std::vector<std::string> words;
    // "0.5" of "gain=0.5"; for a zip the whole label.
    std::ranges::transform(axis.points, std::back_inserter(words), [&](const sweeps::SweepPoint& point) {
      return axis.paths.size() > 1 && axis.name != "sample" ? point.label
                                                            : point.label.substr(point.label.find('=') + 1);
    });
    std::vector<std::string> settings;
    std::ranges::transform(axis.paths, std::back_inserter(settings), [&](const std::string& path) {
      return sweeps::setting_path(sweeps::canonical_path(path, tree));
    });
    std::vector<std::vector<std::string>> values(axis.paths.size());
    for (const sweeps::SweepPoint& point : axis.points) {
      for (std::size_t at = 0; at < axis.paths.size(); ++at) {
        values[at].push_back(yaml::flow_text(point.values[at]));
      }
    }
    std::vector<std::string> pieces;
    std::ranges::transform(axis.points, std::back_inserter(pieces), &sweeps::SweepPoint::label);
    return Axis{axis.name,           axis.paths, std::move(words),  axis.points.size(),
                std::move(settings), axis.words, std::move(values), std::move(pieces)};
  });
  return axes;
}

ExperimentSpec ResolvedCells::make(std::size_t cell) const {
  yaml::Problems again;  // All problems were reported when all cells were checked.
  ExperimentSpec experiment = read(cell, again);
  if (again.empty()) {
    experiment.identity = experiment_text(experiment);
    experiment.resolved = heading_ + experiment.identity;
  }
  return experiment;
}

ExperimentSpec ResolvedCells::read(std::size_t cell, yaml::Problems& problems) const {
  return read_experiment(cells().tree(cell, problems), catalogue_, folder_, problems);
}

void ResolvedCells::check_names(yaml::Problems& problems) const {
  if (cells().size() == 0) {
    return;  // the cases have a mistake, which has been reported
  }
  for (std::size_t axis = 0; axis < cells().axes().size(); ++axis) {
    // Samples may repeat a value.
    if (cells().axes()[axis].listed && cells().axes()[axis].name != "sample") {
      refuse_equal_points(axis, problems);
    }
  }
  refuse_bad_labels(problems);
}

void ResolvedCells::refuse_equal_points(std::size_t number, yaml::Problems& problems) const {
  const sweeps::SweepAxis& axis = cells().axes()[number];
  std::map<std::string, std::size_t> runs;
  for (std::size_t at = 0; at < axis.points.size(); ++at) {
    yaml::Problems own;  // Mistakes in a value are reported with its cells.
    const ExperimentSpec run = read_experiment(cells().tree_of_point(number, at, own), catalogue_, folder_, own);
    if (!own.empty()) {
      continue;
    }
    const auto [first, is_new] = runs.emplace(experiment_text(run), at);
    if (!is_new) {
      const sweeps::SweepPoint& earlier = axis.points[first->second];
      problems.add(axis.points[at].values.front().mark(),
                   fmt::format("{} is given twice among the values of a sweep, first as {}",
                               words_of_point(axis.points[at]), words_of_point(earlier)),
                   {"the first one is at " + earlier.values.front().mark().where()});
    }
  }
}

void ResolvedCells::refuse_bad_labels(yaml::Problems& problems) const {
  // The file of a single cell's result is named by its label, with an ending, and with more characters while it is
  // written.
  constexpr std::size_t longest = 200;
  std::unordered_map<std::size_t, std::size_t> by_hash;  // by the hash of the label
  for (std::size_t cell = 0; cell < cells().size(); ++cell) {
    const std::string label = cells().name(cell).label;
    if (label.size() > longest) {
      problems.add(
          cells().mark(cell),
          fmt::format("the label of a cell has {} letters: {}", label.size(), yaml::in_quotes(label)),
          {fmt::format("it names files, so at most {} are allowed: sweep fewer paths, or shorter words", longest)});
      return;
    }
    const auto [first, is_new] = by_hash.emplace(std::hash<std::string>{}(label), cell);
    if (!is_new && cells().name(first->second).label == label) {
      problems.add(cells().mark(cell), "two cells are labelled " + yaml::in_quotes(label),
                   {"write the values in other words, so that each cell has its own label"});
      return;
    }
  }
}

ExperimentSpec Cells::operator[](std::size_t cell) const {
  const auto known = std::find_if(made_.rbegin(), made_.rend(), [&](const auto& each) { return each.first == cell; });
  if (known != made_.rend()) {
    return known->second;
  }
  if (made_.size() == kept) {
    made_.pop_front();
  }
  return made_.emplace_back(cell, source_->make(cell)).second;
}

Settings Cells::settings(std::size_t cell) const {
  Settings settings = settings_of((*this)[cell]);
  const std::vector<std::size_t> place = position(cell);
  for (std::size_t number = 0; number < axes_.size(); ++number) {
    const Axis& axis = axes_[number];
    for (std::size_t path = 0; path < axis.words.size(); ++path) {
      if (!axis.words[path].empty()) {
        settings[axis.settings[path]] = {axis.words[path][place[number + 1]]};
      }
    }
  }
  return settings;
}

yaml::Mark ExperimentSpec::mark_of(std::string_view path) const {
  return yaml::mark_at_path(tree, path);
}

std::string ExperimentSpec::origin_of(std::string_view path) const {
  const std::optional<yaml::Node> node = yaml::node_at_path(tree, path);
  return node ? yaml::mark_of_part(*node).where() : "default";
}

}  // namespace engram::specification
