#include "figures/quantities.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <system_error>
#include <utility>

namespace engram::figures {

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

}  // namespace engram::figures
