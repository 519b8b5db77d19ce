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

const char* kind_text(const decltype(Dataset::values)& values) {
  constexpr const char* kinds[] = {"real numbers", "whole numbers", "text", "bytes"};
  return kinds[values.index()];
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

}  // namespace

bool ValueComparison::add(const decltype(Dataset::values)& a, const decltype(Dataset::values)& b) {
  if (a.index() != b.index()) {
    return false;
  }
  std::visit(
      [&](const auto& left) {
        using List = std::decay_t<decltype(left)>;
        const List& right = std::get<List>(b);
        is_real_ = std::is_same_v<List, std::vector<double>>;
        for (std::size_t i = 0; i < left.size(); ++i) {
          if constexpr (std::is_same_v<List, std::vector<double>>) {
            if (same(left[i], right[i], tolerance_)) {
              continue;
            }
            ++differing_;
            const double distance = std::isnan(left[i] - right[i]) ? INFINITY : std::abs(left[i] - right[i]);
            if (distance <= most_) {
              continue;
            }
            most_ = distance;
          } else if (left[i] == right[i] || differing_++ > 0) {
            continue;
          }
          place_ = values_ + i;
          pair_ = fmt::format("{} and {}", left[i], right[i]);
        }
        values_ += left.size();
      },
      a);
  return true;
}

std::string ValueComparison::text(const std::vector<Index>& shape) const {
  if (differing_ == 0) {
    return "";
  }
  const std::string place = place_text(place_, shape);
  if (values_ == 1) {
    return fmt::format("differs{}: {}", place, pair_);
  }
  return fmt::format("{} of {} {}, {}{}: {}", differing_, counted(values_, "value"),
                     differing_ == 1 ? "differs" : "differ", is_real_ ? "the most" : "the first", place, pair_);
}

std::vector<std::string> outline_differences(const Dataset& a, const Dataset& b) {
  std::vector<std::string> sentences;
  if (a.dimensions != b.dimensions) {
    sentences.push_back(fmt::format("dimensions {} and {}", join(a.dimensions), join(b.dimensions)));
  }
  if (a.unit != b.unit) {
    sentences.push_back(fmt::format("unit '{}' and '{}'", a.unit, b.unit));
  }
  if (a.shape != b.shape) {
    sentences.push_back(fmt::format("shape {} and {}", shape_text(a), shape_text(b)));
  }
  return sentences;
}

std::string kinds_text(const decltype(Dataset::values)& a, const decltype(Dataset::values)& b) {
  return fmt::format("{} and {}", kind_text(a), kind_text(b));
}

std::vector<std::string> differences(const Dataset& a, const Dataset& b, const Tolerance& tolerance) {
  std::vector<std::string> sentences = outline_differences(a, b);
  if (a.shape != b.shape) {
    return sentences;
  }
  ValueComparison comparison(tolerance);
  std::string how = comparison.add(a.values, b.values) ? comparison.text(a.shape) : kinds_text(a.values, b.values);
  if (!how.empty()) {
    sentences.push_back(std::move(how));
  }
  return sentences;
}

}  // namespace engram::results
