#include "figures/labels.hpp"

#include <algorithm>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

#include <engram/counted.hpp>
#include <engram/error.hpp>

#include "figures/text.hpp"

namespace engram::figures {

std::string plain_words(std::string name) {
  // The column of the summary has the names of the cases, so 'case' is the better label.
  if (name == "case_name") {
    return "case";
  }
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string without_period(std::string sentence) {
  if (sentence.ends_with('.')) {
    sentence.pop_back();
  }
  return sentence;
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return capitalised(unit.empty() || unit == "1" ? text : fmt::format("{} ({})", text, unit));
}

const std::optional<Dataset>& Labels::coordinate(const std::string& dimension) const {
  const auto [found, is_new] = coordinates_.try_emplace(dimension);
  if (is_new) {
    std::optional<Dataset> dataset = neighbour(dimension);
    if (dataset && dataset->dimensions == std::vector{dimension}) {
      found->second = std::move(dataset);
    }
  }
  return found->second;
}

std::optional<Dataset> Labels::neighbour(const std::string& name) const {
  return find_in_group(place_.group, name, *source_);
}

std::vector<std::string> Labels::neighbours() const {
  std::vector<std::string> names;
  for (const std::string& path : source_->datasets()) {
    if (path.starts_with(place_.group) && path.find('/', place_.group.size()) == std::string::npos) {
      names.push_back(path.substr(place_.group.size()));
    }
  }
  return names;
}

std::string Labels::word(const std::string& dimension, std::size_t index) const {
  const std::optional<Dataset>& dataset = coordinate(dimension);
  if (!dataset) {
    return std::to_string(index);
  }
  return std::visit(
      [&](const auto& values) {
        if (index >= values.size()) {
          throw RequestError(fmt::format("dataset '{}' has {} along '{}', and another dataset has at least {}",
                                         dataset->name, counted(values.size(), "entry", "entries"), dimension,
                                         index + 1));
        }
        if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::string>>) {
          return values[index];
        } else {
          return fmt::format("{}", values[index]);
        }
      },
      dataset->values);
}

}  // namespace engram::figures
