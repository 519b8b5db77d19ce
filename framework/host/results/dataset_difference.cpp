#include "results/dataset_difference.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <engram/counted.hpp>
#include <engram/words.hpp>

namespace engram::results {

namespace {

std::string shape_text(const Dataset& dataset) {
  return dataset.shape.empty() ? "a single value" : fmt::format("{}", fmt::join(dataset.shape, " x "));
}

const char* kind_text(const Dataset& dataset) {
  constexpr const char* kinds[] = {"real numbers", "whole numbers", "text", "bytes"};
  return kinds[dataset.values.index()];
}

/// "[2, 4]" of the value number 14 in a shape 3 x 5.
std::string place_text(std::size_t number, const std::vector<Index>& shape) {
  std::vector<std::size_t> place(shape.size());
  for (std::size_t i = shape.size(); i-- > 0;) {
    place[i] = number % static_cast<std::size_t>(shape[i]);
    number /= static_cast<std::size_t>(shape[i]);
  }
  return shape.empty() ? "" : fmt::format(" at [{}]", fmt::join(place, ", "));
}

bool same(double a, double b, const Tolerance& tolerance) {
  if (std::isnan(a) || std::isnan(b)) {
    return std::isnan(a) && std::isnan(b);
  }
  if (std::isinf(a) || std::isinf(b)) {
    return a == b;  // a share of infinity would allow every number
  }
  if (tolerance.absolute == 0.0 && tolerance.relative == 0.0) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  }
  const double limit = std::max(tolerance.absolute, tolerance.relative * std::max(std::abs(a), std::abs(b)));
  return a == b || std::abs(a - b) <= limit;
}

/// Describes how the values of two datasets of the same shape differ; empty if they are equal.
std::string values_text(const Dataset& a, const Dataset& b, const Tolerance& tolerance) {
  return std::visit(
      [&](const auto& left) -> std::string {
        using List = std::decay_t<decltype(left)>;
        const List& right = std::get<List>(b.values);
        std::size_t count = 0;
        std::size_t place = 0;
        double most = -1.0;
        for (std::size_t i = 0; i < left.size(); ++i) {
          if constexpr (std::is_same_v<List, std::vector<double>>) {
            if (!same(left[i], right[i], tolerance)) {
              ++count;
              const double distance = std::isnan(left[i] - right[i]) ? INFINITY : std::abs(left[i] - right[i]);
              if (distance > most) {
                most = distance;
                place = i;
              }
            }
          } else if (left[i] != right[i] && count++ == 0) {
            place = i;
          }
        }
        if (count == 0) {
          return "";
        }
        const std::string how_many = left.size() == 1
                                         ? ""
                                         : fmt::format("{} of {} {}, ", count, counted(left.size(), "value"),
                                                       count == 1 ? "differs" : "differ");
        if constexpr (std::is_same_v<List, std::vector<double>>) {
          return fmt::format("{}{}{}: {} and {}", how_many, left.size() == 1 ? "differs" : "the most",
                             place_text(place, a.shape), left[place], right[place]);
        } else {
          return fmt::format("{}{}{}: {} and {}", how_many, left.size() == 1 ? "differs" : "the first",
                             place_text(place, a.shape), left[place], right[place]);
        }
      },
      a.values);
}

}  // namespace

std::vector<std::string> differences(const Dataset& a, const Dataset& b, const Tolerance& tolerance) {
  std::vector<std::string> sentences;
  if (a.dimensions != b.dimensions) {
    sentences.push_back(fmt::format("dimensions {} and {}", join(a.dimensions), join(b.dimensions)));
  }
  if (a.unit != b.unit) {
    sentences.push_back(fmt::format("unit '{}' and '{}'", a.unit, b.unit));
  }
  if (a.shape != b.shape) {
    sentences.push_back(fmt::format("shape {} and {}", shape_text(a), shape_text(b)));
  } else if (a.values.index() != b.values.index()) {
    sentences.push_back(fmt::format("{} and {}", kind_text(a), kind_text(b)));
  } else if (std::string how = values_text(a, b, tolerance); !how.empty()) {
    sentences.push_back(std::move(how));
  }
  return sentences;
}

}  // namespace engram::results
