// Turns grey values into +1 and -1 by a threshold, which may be computed for each pattern.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <engram/array.hpp>
#include <engram/error.hpp>
#include <engram/parameters.hpp>

namespace engram {

/// The parameters of a threshold. A pattern source derives from it and declares them with `.with<Binarisation>()`.
struct Binarisation {
  enum class Threshold { none, mean, median, otsu, level };

  Threshold threshold = Threshold::none;
  double level = 0.0;

  /// For ParameterList::with().
  template <class T>
  static ParameterList<T>&& declare(ParameterList<T>&& parameters) {
    return std::move(parameters)
        .choice(&Binarisation::threshold, "threshold",
                {{"none", Threshold::none},
                 {"mean", Threshold::mean},
                 {"median", Threshold::median},
                 {"otsu", Threshold::otsu},
                 {"level", Threshold::level}},
                "Threshold that turns the values of a pattern into +1 and -1: none, its own mean, median or Otsu's "
                "threshold, or a level; a value above it becomes +1.")
        .add(&Binarisation::level, "level", "1", "The threshold if it is a level.");
  }

  /// Replaces each value of one pattern by +1 if it lies above the pattern's threshold, otherwise by -1. Does nothing
  /// if there is no threshold.
  void apply(VectorView pattern) const {
    if (threshold != Threshold::none && pattern.size() > 0) {
      const double limit = threshold_of(pattern);
      pattern = pattern.unaryExpr([limit](double value) { return value > limit ? 1.0 : -1.0; });
    }
  }

  /// Throws ParameterError for "threshold" if all values of the pattern `name` are the same, so that no threshold
  /// computed from them can separate them.
  template <class Values>
  void check_contrast(const Values& values, const std::string& name) const {
    const bool own = threshold == Threshold::mean || threshold == Threshold::median || threshold == Threshold::otsu;
    if (own && std::ranges::adjacent_find(values, std::ranges::not_equal_to()) == std::ranges::end(values)) {
      throw ParameterError("threshold", name +
                                            " has one value everywhere, so a threshold computed from it cannot "
                                            "divide it; leave it out, or set `threshold: level` and a `level`");
    }
  }

  [[nodiscard]] double threshold_of(const ConstVectorView& pattern) const {
    switch (threshold) {
      case Threshold::mean:
        return pattern.mean();
      case Threshold::median:
        return median(pattern);
      case Threshold::otsu:
        return otsu(pattern);
      case Threshold::level:
      case Threshold::none:
        break;
    }
    return level;
  }

 private:
  static double median(const ConstVectorView& pattern) {
    std::vector<double> sorted(pattern.begin(), pattern.end());
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
  }

  /// The upper end of that bin, of 256, which best separates the classes below and above (N. Otsu, IEEE Trans. Sys.
  /// Man. Cybern. 9, 62, 1979): the greatest w_0 w_1 (mu_0 - mu_1)^2.
  static double otsu(const ConstVectorView& pattern) {
    constexpr std::size_t bins = 256;
    const double low = pattern.minCoeff();
    const double width = (pattern.maxCoeff() - low) / static_cast<double>(bins);
    if (!(width > 0.0)) {
      return low;
    }
    std::array<double, bins> counts{};
    for (const double value : pattern) {
      counts.at(std::min(static_cast<std::size_t>((value - low) / width), bins - 1)) += 1.0;
    }
    const auto centre = [&](std::size_t bin) { return low + (static_cast<double>(bin) + 0.5) * width; };
    double sum = 0.0;
    for (std::size_t bin = 0; bin < bins; ++bin) {
      sum += counts.at(bin) * centre(bin);
    }
    const auto total = static_cast<double>(pattern.size());
    double below = 0.0;
    double sum_below = 0.0;
    double best = -1.0;
    double limit = low;
    for (std::size_t bin = 0; bin + 1 < bins; ++bin) {
      below += counts.at(bin);
      sum_below += counts.at(bin) * centre(bin);
      if (below == 0.0 || below == total) {
        continue;
      }
      const double apart = sum_below / below - (sum - sum_below) / (total - below);
      const double between = below * (total - below) * apart * apart;
      if (between > best) {
        best = between;
        limit = low + static_cast<double>(bin + 1) * width;
      }
    }
    return limit;
  }
};

}  // namespace engram
