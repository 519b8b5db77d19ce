// Labelled patterns: rows of a file, some of which are taken, with labels that may become units of their own.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <engram/array.hpp>
#include <engram/binarise.hpp>
#include <engram/parameters.hpp>
#include <engram/recorder.hpp>
#include <engram/words.hpp>

namespace engram {

/// The parameters of pattern sources that read a file, what they have read, and what becomes of it. A source derives
/// from it and declares the parameters with `labelled(params<T>())`.
struct LabelledPatterns : Binarisation {
  std::optional<Index> count;
  std::optional<Index> per_label;
  bool label_units = false;

  /// Keeps some of the rows of `file`; `labels` has one for each row, or none at all. Throws ParameterError.
  void take(const std::string& file, std::vector<std::vector<double>> rows, std::vector<std::string> labels) {
    if (labels.empty() && (per_label || label_units)) {
      throw ParameterError(per_label ? "per_label" : "label_units", file + " has no labels that were asked for");
    }
    for (std::size_t row = 0; row < rows.size() && !(count && std::ssize(rows_) == *count); ++row) {
      const auto same = labels.empty() ? 0 : std::count(labels_.begin(), labels_.end(), labels[row]);
      if (!per_label || same < *per_label) {
        rows_.push_back(std::move(rows[row]));
        if (!labels.empty()) {
          labels_.push_back(std::move(labels[row]));
        }
      }
    }
    if (rows_.empty()) {
      throw ParameterError("file", file + " holds no patterns");
    }
    if (count && std::ssize(rows_) < *count) {
      throw ParameterError("count", file + " has " + std::to_string(rows_.size()) + " patterns to give, not " +
                                        std::to_string(*count));
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      for (std::size_t value = 0; value < rows_[row].size(); ++value) {
        if (!std::isfinite(rows_[row][value])) {
          throw ParameterError("file", file + ": value " + std::to_string(value) + " of pattern " +
                                           std::to_string(row) + " is no finite number");
        }
      }
    }
    classes_ = labels_;
    std::sort(classes_.begin(), classes_.end());
    classes_.erase(std::unique(classes_.begin(), classes_.end()), classes_.end());
  }

  [[nodiscard]] Index taken_count() const { return std::ssize(rows_); }
  [[nodiscard]] Index taken_size() const {
    return std::ssize(rows_.front()) + (label_units ? std::ssize(classes_) : 0);
  }

  /// Fills unit x pattern: the values, behind the threshold, and behind them a unit for each label, +1 for the
  /// pattern's own and -1 for the others.
  void fill(MatrixView patterns) const {
    for (Index pattern = 0; pattern < taken_count(); ++pattern) {
      const std::vector<double>& row = rows_[static_cast<std::size_t>(pattern)];
      auto values = patterns.col(pattern).head(std::ssize(row));
      std::copy(row.begin(), row.end(), values.begin());
      Binarisation::apply(values);
      for (Index unit = std::ssize(row); unit < patterns.rows(); ++unit) {
        const std::string& label = classes_[static_cast<std::size_t>(unit - std::ssize(row))];
        patterns(unit, pattern) = label == labels_[static_cast<std::size_t>(pattern)] ? 1.0 : -1.0;
      }
    }
  }

  void record_labels(Recorder& recorder) const {
    if (!labels_.empty()) {
      recorder.record({"label", {"pattern"}, {taken_count()}, labels_, "", "Label of the pattern."});
    }
  }

 private:
  std::vector<std::vector<double>> rows_;
  std::vector<std::string> labels_;   ///< of the rows; none, or one each
  std::vector<std::string> classes_;  ///< the different labels, in order
};

/// Adds the parameters to those of a pattern source T that derives from LabelledPatterns.
template <class T>
ParameterList<T>&& labelled(ParameterList<T>&& parameters) {
  return binarised(
      std::move(parameters)
          .add(static_cast<std::optional<Index> T::*>(&LabelledPatterns::count), "count", "1",
               "Number of patterns, from the first on; default all.", {.min = 1})
          .add(static_cast<std::optional<Index> T::*>(&LabelledPatterns::per_label), "per_label", "1",
               "Most patterns of the same label; default all.", {.min = 1})
          .add(static_cast<bool T::*>(&LabelledPatterns::label_units), "label_units",
               "Whether every label becomes a unit behind the values, +1 in its own patterns and -1 in others."));
}

}  // namespace engram
