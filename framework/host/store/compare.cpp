#include "store/compare.hpp"

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

#include "store/path.hpp"

namespace engram::store {

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

/// All that differs between two datasets.
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

class Comparer {
 public:
  Comparer(const Reader& a, const Reader& b, const Tolerance& tolerance, const Extent& extent,
           const std::function<void(const std::string&)>& report)
      : a_(a), b_(b), tolerance_(tolerance), extent_(extent), report_(report) {}

  void compare_group(const std::string& path, const std::function<bool(const std::string&)>& skip) {
    for (const std::string& name : names_in_both(path, a_.datasets_in(in_a(path)), b_.datasets_in(path))) {
      compare_dataset(join_path(path, name));
    }
    for (const std::string& name : names_in_both(path, a_.groups(in_a(path)), b_.groups(path))) {
      if (!skip(join_path(path, name))) {
        compare_group(join_path(path, name), skip);
      }
    }
  }
  [[nodiscard]] const Comparison& comparison() const { return comparison_; }

 private:
  void differ(const std::string& sentence) {
    ++comparison_.differences;
    report_(sentence);
  }

  /// Reports names that only one file has.
  std::vector<std::string> names_in_both(const std::string& path, std::vector<std::string> in_a,
                                         std::vector<std::string> in_b) {
    std::ranges::sort(in_a);
    std::ranges::sort(in_b);
    std::vector<std::string> both;
    std::vector<std::string> one;
    std::ranges::set_intersection(in_a, in_b, std::back_inserter(both));
    std::ranges::set_difference(in_a, in_b, std::back_inserter(one));
    for (const std::string& name : one) {
      differ(fmt::format("{}: only in {}", join_path(path, name), a_.path().string()));
    }
    one.clear();
    std::ranges::set_difference(in_b, in_a, std::back_inserter(one));
    for (const std::string& name : one) {
      if (!extent_.b_may_have_more) {
        differ(fmt::format("{}: only in {}", join_path(path, name), b_.path().string()));
      }
    }
    return both;
  }

  void compare_dataset(const std::string& path) {
    ++comparison_.datasets;
    const Dataset a = a_.stored_dataset(in_a(path));
    const Dataset b = b_.stored_dataset(path);
    for (const std::string& sentence : differences(a, b, tolerance_)) {
      differ(fmt::format("{}: {}", path, sentence));
    }
  }

  const Reader& a_;
  const Reader& b_;
  [[nodiscard]] std::string in_a(const std::string& path) const { return join_path(extent_.group_of_a, path); }

  const Tolerance& tolerance_;
  const Extent& extent_;
  const std::function<void(const std::string&)>& report_;
  Comparison comparison_;
};

}  // namespace

std::string difference(const Dataset& a, const Dataset& b, const Tolerance& tolerance) {
  return join(differences(a, b, tolerance), "; ");
}

Comparison compare(const Reader& a, const Reader& b, const Tolerance& tolerance, const Extent& extent,
                   const std::function<bool(const std::string& group)>& skip,
                   const std::function<void(const std::string& sentence)>& report) {
  Comparer comparer(a, b, tolerance, extent, report);
  comparer.compare_group("", skip);
  return comparer.comparison();
}

}  // namespace engram::store
