// Words for messages: lists of allowed words, and the closest match to a misspelt word.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engram {

/// "a, b, c".
inline std::string join(const std::vector<std::string>& words, std::string_view separator = ", ") {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : std::string(separator)) + word;
  }
  return text;
}

/// The shortest text that reads back as the same number: "0.001", "1e-07".
inline std::string number_text(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

/// Whether `duration` is a whole number of `step`s, 1 or more, up to rounding.
inline bool is_whole_number_of_steps(double duration, double step) {
  const double steps = duration / step;
  return steps > 0.5 && std::fabs(steps - std::round(steps)) <= 1e-9 * std::max(steps, 1e3);
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`, case ignored.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = std::move(last);
    last = std::move(row);
  }
  return last.back();
}

/// The candidate that the writer probably meant; std::nullopt if no candidate is close.
inline std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(2, written.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(written, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best = &candidate;
      best_distance = distance;
    }
  }
  return best == nullptr ? std::nullopt : std::optional{*best};
}

/// "did you mean 'tau_v'?"; empty if no candidate is close.
inline std::string did_you_mean(std::string_view written, const std::vector<std::string>& candidates) {
  const auto near = nearest(written, candidates);
  return near ? "did you mean '" + *near + "'?" : "";
}

}  // namespace engram
