#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <engram/error.hpp>

#include "canvas/colours.hpp"
#include "figures/layout.hpp"

namespace engram::figures {

namespace {

constexpr std::array dashes{panels::Dash::solid, panels::Dash::dashed, panels::Dash::dotted};

void check_fit(const std::vector<panels::Curves>& results) {
  for (const panels::Curves& one : results) {
    if (one.heat) {
      throw RequestError("a matrix and images have no lines that could be laid over those of another result");
    }
    if (one.floor) {
      throw RequestError("histograms of several results have bins of their own, and so no common heights");
    }
    if (one.x_words != results.front().x_words) {
      throw RequestError("the results have different words along x, and so no common axis");
    }
  }
}

}  // namespace

panels::Curves overlay(const std::vector<panels::Curves>& results, const std::vector<std::string>& names) {
  check_fit(results);
  const auto has_one_group = [](const panels::Curves& one) { return one.groups.size() == 1; };
  const bool by_colour = std::ranges::all_of(results, has_one_group);
  if (!by_colour && results.size() > dashes.size()) {
    throw RequestError(fmt::format("lines of {} results cannot be told apart by their dashes; compare at most {}",
                                   results.size(), dashes.size()));
  }
  if (!by_colour && results.front().groups.size() > canvas::distinct_colours()) {
    throw RequestError(
        fmt::format("there are {} lines in each result, which cannot be told apart", results.front().groups.size()));
  }
  panels::Curves all = results.front();
  all.overlaid = !by_colour;
  all.curves.clear();
  all.groups.clear();
  all.styles.clear();
  all.theories.clear();
  all.group_name = by_colour ? "Result" : fmt::format("Result, {}", all.group_name);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const panels::Curves& one = results[i];
    const std::vector<canvas::Colour> palette = palette_of(one);
    const std::size_t first = all.groups.size();
    for (std::size_t group = 0; group < one.groups.size(); ++group) {
      const std::string& word = one.groups[group];
      if (one.theories.contains(group)) {
        all.theories.insert(all.groups.size());
      }
      all.groups.push_back(word.empty() ? names[i] : fmt::format("{}: {}", names[i], word));
      panels::LineStyle style = one.styles[group];
      if (!by_colour) {
        style.dash = dashes.at(i);
        style.colour = palette[group];
      }
      all.styles.push_back(style);
    }
    for (panels::Curve curve : one.curves) {
      curve.group += first;
      all.curves.push_back(std::move(curve));
    }
  }
  return all;
}

}  // namespace engram::figures
