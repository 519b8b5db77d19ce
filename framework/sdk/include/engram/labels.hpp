// Labels of patterns, such as the digits that images show.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <vector>

namespace engram {

/// Each label once: numbers first, by their value, then texts.
inline std::vector<std::string> distinct_labels(const std::vector<std::string>& labels) {
  const auto key = [](const std::string& label) {
    double number = 0.0;
    const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), number);
    const bool is_number = error == std::errc() && end == label.data() + label.size() && std::isfinite(number);
    return std::tuple(!is_number, is_number ? number : 0.0, std::string_view(label));
  };
  const std::set<std::string> once(labels.begin(), labels.end());
  std::vector<std::string> distinct(once.begin(), once.end());
  std::ranges::sort(distinct, {}, key);
  return distinct;
}

}  // namespace engram
