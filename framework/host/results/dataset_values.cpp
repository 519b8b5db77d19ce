#include "results/dataset_values.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include <engram/error.hpp>

namespace engram::results {

namespace {

/// A number and its unit.
std::optional<std::pair<double, std::string>> quantity(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !std::isfinite(number)) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.empty()) {
    return std::pair{number, std::string()};
  }
  const std::size_t unit = text.find_first_not_of(' ');
  if (unit == 0 || unit == std::string_view::npos || text.find(' ', unit) != std::string_view::npos) {
    return std::nullopt;
  }
  return std::pair{number, std::string(text.substr(unit))};
}

}  // namespace

std::vector<double> numbers_of(const Dataset& dataset) {
  return std::visit(
      [&](const auto& values) -> std::vector<double> {
        if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::string>>) {
          throw RequestError(fmt::format("dataset '{}' holds text, where numbers belong", dataset.name));
        } else {
          return {values.begin(), values.end()};
        }
      },
      dataset.values);
}

std::vector<std::string> texts_of(const Dataset& dataset) {
  const auto* texts = std::get_if<std::vector<std::string>>(&dataset.values);
  if (texts == nullptr) {
    throw RequestError(fmt::format("dataset '{}' holds numbers, where texts belong", dataset.name));
  }
  return *texts;
}

std::optional<Quantities> quantities_of(const std::vector<std::string>& texts) {
  Quantities found;
  bool any = false;
  for (const std::string& text : texts) {
    if (text.empty()) {
      found.values.push_back(std::numeric_limits<double>::quiet_NaN());
      continue;
    }
    auto one = quantity(text);
    if (!one || (any && one->second != found.unit)) {
      return std::nullopt;
    }
    any = true;
    found.values.push_back(one->first);
    found.unit = std::move(one->second);
  }
  return any ? std::optional{std::move(found)} : std::nullopt;
}

std::string with_unit(const std::string& text, const std::string& unit) {
  return unit.empty() || unit == "1" ? text : fmt::format("{} ({})", text, unit);
}

}  // namespace engram::results
