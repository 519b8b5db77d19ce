#include "figures/along.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>
#include <engram/words.hpp>

#include "figures/locate.hpp"
#include "figures/quantities.hpp"
#include "figures/table.hpp"

namespace engram::figures {

namespace {

Along along_dimension(const Dataset& dataset, std::size_t dimension, const Labels& labels) {
  Along along;
  along.dimension = dimension;
  const std::string& name = dataset.dimensions[dimension];
  along.x.resize(static_cast<std::size_t>(dataset.shape[dimension]));
  std::iota(along.x.begin(), along.x.end(), 0.0);
  along.name = along.label = with_unit(plain_words(name), "");
  if (const auto& coordinate = labels.coordinate(name)) {
    if (const auto* words = std::get_if<std::vector<std::string>>(&coordinate->values)) {
      along.words = *words;
    } else {
      along.x = numbers_of(*coordinate);
    }
    along.name = with_unit(plain_words(name), coordinate->unit);
    along.label = with_unit(without_period(coordinate->description), coordinate->unit);
  }
  return along;
}

/// Settings are stored as they are written: "100 ms". If all of them are numbers with the same unit, they become
/// numbers; otherwise each text gets a place, in the order of first appearance. Returns the unit.
std::string read_settings(const std::vector<std::string>& texts, Along& along) {
  if (auto quantities = quantities_of(texts)) {
    along.x = std::move(quantities->values);
    return quantities->unit;
  }
  for (const std::string& text : texts) {
    auto found = std::ranges::find(along.words, text);
    if (found == along.words.end()) {
      found = along.words.insert(along.words.end(), text);
    }
    along.x.push_back(static_cast<double>(found - along.words.begin()));
  }
  return "";
}

Along along_dataset(const Panel& panel, const Dataset& dataset, const Labels& labels) {
  const std::optional<Dataset> other = labels.neighbour(panel.x);
  if (!other) {
    std::vector<std::string> candidates = labels.neighbours();
    candidates.insert(candidates.end(), dataset.dimensions.begin(), dataset.dimensions.end());
    throw RequestError(
        fmt::format("x: '{}' is neither a dimension of dataset '{}', which has {}, nor a dataset beside it{}",
                    panel.x, dataset.name, join(dataset.dimensions), nearest_match(panel.x, candidates)));
  }
  if (other->dimensions != dataset.dimensions) {
    throw RequestError(fmt::format("x: dataset '{}' has the dimensions {}, but '{}' has {}", panel.x,
                                   join(other->dimensions), dataset.name, join(dataset.dimensions)));
  }
  if (!panel.average.empty() || panel.target == TargetChoice::nearest) {
    throw RequestError(fmt::format("{}: has no meaning if x is a dataset, '{}', and not a dimension",
                                   panel.average.empty() ? "target: nearest" : "average", panel.x));
  }
  Along along;
  along.dimension = dataset.dimensions.size() - 1;
  along.is_dataset = true;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&other->values)) {
    const std::string unit = read_settings(*texts, along);
    // The path of a setting says more than its description.
    along.name = along.label = unit.empty() ? panel.x : fmt::format("{} ({})", panel.x, unit);
  } else {
    along.x = numbers_of(*other);
    along.name = with_unit(plain_words(panel.x), other->unit);
    along.label = with_unit(without_period(other->description), other->unit);
  }
  return along;
}

}  // namespace

Along along_x(const Panel& panel, const Dataset& dataset, const Labels& labels) {
  if (dataset.dimensions.empty()) {
    throw RequestError(
        fmt::format("dataset '{}' is a single number and has no dimension to run along x", dataset.name));
  }
  if (panel.x.empty()) {
    return along_dimension(dataset, dataset.dimensions.size() - 1, labels);
  }
  const auto found = std::ranges::find(dataset.dimensions, panel.x);
  if (found == dataset.dimensions.end()) {
    return along_dataset(panel, dataset, labels);
  }
  return along_dimension(dataset, static_cast<std::size_t>(found - dataset.dimensions.begin()), labels);
}

}  // namespace engram::figures
