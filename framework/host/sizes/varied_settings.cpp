#include "sizes/varied_settings.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <utility>
#include <variant>

namespace engram::sizes {

namespace {

constexpr std::size_t no_cell = std::numeric_limits<std::size_t>::max();
constexpr std::string_view seed = "seed";

std::optional<double> number_of(const specification::Setting& setting) {
  if (const auto* whole = std::get_if<std::int64_t>(&setting.value)) {
    return static_cast<double>(*whole);
  }
  const auto* real = std::get_if<double>(&setting.value);
  return real == nullptr ? std::nullopt : std::optional(*real);
}

/// Logarithms of positive numbers, since sizes are mostly powers of settings; other numbers from 0 to 1.
std::vector<double> scaled(std::vector<double> numbers) {
  const auto [least, most] = std::ranges::minmax(numbers);
  for (double& number : numbers) {
    number = least > 0.0 ? std::log(number) : (number - least) / (most - least);
  }
  return numbers;
}

/// The numbers of a coordinate to be tried besides that of the first cell: a near one that differs enough to show a
/// trend, and the most distant one.
std::vector<double> numbers_to_try(const std::vector<double>& values, double first) {
  constexpr double enough = 0.4;
  const auto distance = [&](double value) { return std::abs(value - first); };
  const double most = std::ranges::max(values, {}, distance);
  double near = most;
  for (const double value : values) {
    near = distance(value) >= enough && distance(value) < distance(near) ? value : near;
  }
  return near == most ? std::vector{most} : std::vector{near, most};
}

}  // namespace

VariedSettings::VariedSettings(const specification::Cells& cells) : cells_(cells) {
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    const std::vector<std::size_t> position = cells.position(cell);
    first_cells_.resize(std::max(first_cells_.size(), position.size()));
    for (std::size_t axis = 0; axis < position.size(); ++axis) {
      std::vector<std::size_t>& first = first_cells_[axis];
      first.resize(std::max(first.size(), position[axis] + 1), no_cell);
      first[position[axis]] = std::min(first[position[axis]], cell);
    }
  }
  std::set<std::string> swept{std::string(seed)};
  for (std::size_t axis = 0; axis < cells.axes().size(); ++axis) {
    const std::vector<specification::Settings> along = settings_along(axis + 1);
    for (const std::string& path : cells.axes()[axis].settings) {
      if (path == seed) {
        continue;
      }
      swept.insert(path);
      std::vector<specification::Setting> settings;
      std::ranges::transform(along, std::back_inserter(settings), [&](const specification::Settings& all) {
        const auto found = all.find(path);
        return found == all.end() ? specification::Setting{} : found->second;
      });
      add_setting(path, axis + 1, settings);
    }
  }
  if (first_cells_.empty() || first_cells_.front().size() < 2) {
    return;
  }
  const std::vector<specification::Settings> cases = settings_along(0);
  std::vector<std::string> names;
  // The number of a case is its name here, since cells of a spec without a sweep have labels only.
  for (std::size_t number = 0; number < cases.size(); ++number) {
    names.push_back(std::to_string(number));
  }
  add_words("cases", 0, names);
  for (const auto& [path, setting] : cases.front()) {
    std::vector<specification::Setting> settings;
    for (const specification::Settings& all : cases) {
      const auto found = all.find(path);
      settings.push_back(found == all.end() ? specification::Setting{} : found->second);
    }
    // Other settings of cases are known by the name of the case.
    if (!swept.contains(path) &&
        std::ranges::all_of(settings, [](const auto& each) { return number_of(each).has_value(); })) {
      add_setting(path, 0, settings);
    }
  }
}

std::vector<specification::Settings> VariedSettings::settings_along(std::size_t axis) const {
  std::vector<specification::Settings> settings;
  if (axis < first_cells_.size()) {
    std::ranges::transform(first_cells_[axis], std::back_inserter(settings), [&](std::size_t cell) {
      return cell == no_cell ? specification::Settings{} : cells_.settings(cell);
    });
  }
  return settings;
}

void VariedSettings::add_setting(const std::string& path, std::size_t axis,
                                 const std::vector<specification::Setting>& settings) {
  std::vector<double> numbers;
  std::vector<std::string> words;
  for (const specification::Setting& setting : settings) {
    if (const std::optional<double> number = number_of(setting)) {
      numbers.push_back(*number);
    }
    words.push_back(specification::text_of(setting));
  }
  if (numbers.size() < settings.size()) {
    add_words(path, axis, words);
  } else if (std::ranges::min(numbers) < std::ranges::max(numbers)) {
    coordinates_.push_back({path, axis, scaled(std::move(numbers)), true});
  }
}

void VariedSettings::add_words(const std::string& setting, std::size_t axis, const std::vector<std::string>& words) {
  constexpr std::size_t most = 64;
  std::set<std::string> known{words.front()};
  for (const std::string& word : words) {
    if (known.size() > most || !known.insert(word).second) {
      continue;
    }
    std::vector<double> values;
    std::ranges::transform(words, std::back_inserter(values),
                           [&](const std::string& each) { return each == word ? 1.0 : 0.0; });
    coordinates_.push_back({setting, axis, std::move(values), false});
  }
}

Vector VariedSettings::point(std::size_t cell) const {
  const std::vector<std::size_t> position = cells_.position(cell);
  Vector point(std::ssize(coordinates_));
  std::ranges::transform(coordinates_, point.begin(),
                         [&](const Coordinate& each) { return each.values[position[each.axis]]; });
  return point;
}

Vector VariedSettings::weights() const {
  constexpr double of_word = 0.01;
  Vector weights(std::ssize(coordinates_));
  std::ranges::transform(coordinates_, weights.begin(),
                         [](const Coordinate& each) { return each.is_number ? 1.0 : of_word; });
  return weights;
}

std::vector<VariedSettings::Probe> VariedSettings::probes() const {
  // Among very many cells, every so many-th is looked at.
  constexpr std::size_t most_looked_at = 20'000;
  const std::size_t step = cells_.size() / most_looked_at + 1;
  std::vector<std::pair<std::size_t, Vector>> points;
  for (std::size_t cell = 0; cell < cells_.size(); cell += step) {
    points.emplace_back(cell, point(cell));
  }
  const Vector first = points.front().second;
  std::vector<Probe> near{{"", 0}};
  std::vector<Probe> far;
  for (std::size_t at = 0; at < coordinates_.size(); ++at) {
    const Coordinate& coordinate = coordinates_[at];
    const auto row = static_cast<Index>(at);
    const std::vector<double> numbers =
        coordinate.is_number ? numbers_to_try(coordinate.values, first[row]) : std::vector{1.0};
    for (const double number : numbers) {
      const auto other_settings = [&](const std::pair<std::size_t, Vector>& each) {
        return each.second[row] == number ? (each.second.array() != first.array()).count()
                                          : std::numeric_limits<Index>::max();
      };
      const auto best = std::ranges::min_element(points, {}, other_settings);
      if (best->second[row] == number) {
        (number == numbers.front() ? near : far).push_back({coordinate.setting, best->first});
      }
    }
  }
  near.insert(near.end(), far.begin(), far.end());
  return near;
}

}  // namespace engram::sizes
